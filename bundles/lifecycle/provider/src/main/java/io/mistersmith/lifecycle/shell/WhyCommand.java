package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:why orders}: why it does not run, with the stack of what was thrown; every version of it. */
@Service
@Command(scope = "plugin", name = "why", description = "Why a plugin does not run, with the stack of what was thrown")
public class WhyCommand implements Action {

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
        List<PluginStatus> versions = plugins.list().stream()
                .filter(plugin -> plugin.name().equals(name))
                .toList();
        PrintStream out = session.getConsole();
        Answers.known(name, versions.stream().findFirst());
        if (json) {
            Answers.full(versions).print(out, true, "");
            return null;
        }
        for (PluginStatus plugin : versions) {
            out.println(
                    plugin.problem().isEmpty()
                            ? plugin.name() + " " + plugin.version() + " is " + plugin.state() + "."
                            : plugin.problem());
            plugin.details().forEach(out::println);
        }
        return null;
    }
}
