package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:show orders}: one plugin, a line per fact. */
@Service
@Command(scope = "plugin", name = "show", description = "One plugin: version, state, what it brings")
public class ShowCommand implements Action {

    @Reference
    Plugins plugins;

    @Reference
    Session session;

    @Argument(name = "plugin", description = "Its name, as plugin:list shows it", required = true)
    @Completion(PluginNames.class)
    String name = "";

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        PluginStatus plugin = Answers.known(name, plugins.find(name));
        PrintStream out = session.getConsole();
        if (json) {
            Answers.full(plugin).print(out, true, "");
            return null;
        }
        print(out, "name", plugin.name());
        print(out, "version", plugin.version());
        print(out, "state", plugin.state());
        print(out, "start", plugin.startMillis() == 0 ? "" : plugin.startMillis() + " ms");
        print(out, "brings", plugin.summary());
        print(out, "replaced", plugin.replaced());
        print(out, "problem", plugin.problem());
        return null;
    }

    private static void print(PrintStream out, String what, String value) {
        if (!value.isEmpty()) {
            out.printf("%-9s %s%n", what, value);
        }
    }
}
