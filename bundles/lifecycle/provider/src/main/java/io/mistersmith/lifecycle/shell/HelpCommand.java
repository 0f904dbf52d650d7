package io.mistersmith.lifecycle.shell;

import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code smith:help}: the commands of Mister Smith and of plugins, with one line each. */
@Service
@org.apache.karaf.shell.api.action.Command(
        scope = "smith",
        name = "help",
        description = "The commands there are, with one line each")
public class HelpCommand implements Action {

    /** Scopes of Karaf and Felix, which Karaf's command {@code help} lists. */
    private static final Set<String> KARAF = Set.of(
            "*",
            "bundle",
            "cm",
            "config",
            "dev",
            "diagnostic",
            "event",
            "feature",
            "hc",
            "http",
            "instance",
            "jaas",
            "kar",
            "log",
            "package",
            "scr",
            "service",
            "shell",
            "ssh",
            "system",
            "web",
            "whiteboard");

    @Reference
    Session session;

    @Option(name = "--all", description = "Karaf's own commands too")
    boolean all;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        List<Command> commands = session.getRegistry().getCommands().stream()
                .filter(command -> all || !KARAF.contains(command.getScope()))
                .sorted(Comparator.comparing(Command::getScope).thenComparing(Command::getName))
                .toList();
        PrintStream out = session.getConsole();
        if (json) {
            Rows rows = new Rows("command", "description");
            commands.forEach(command -> rows.add(name(command), text(command)));
            rows.print(out, true, "");
            return null;
        }
        String scope = "";
        for (Command command : commands) {
            if (!scope.isEmpty() && !scope.equals(command.getScope())) {
                out.println();
            }
            scope = command.getScope();
            out.printf("%-22s %s%n", name(command), text(command));
        }
        out.println();
        out.println("COMMAND --help shows its arguments; options come before them: plugin:show --json orders.");
        out.println("smith:help --all lists Karaf's commands too.");
        return null;
    }

    private static String name(Command command) {
        return command.getScope() + ":" + command.getName();
    }

    private static String text(Command command) {
        String description = command.getDescription();
        return description == null ? "" : description;
    }
}
