package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.shell.support.Rows;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:remove orders}: stops it, and moves its jar out of deploy/; nothing is deleted. */
@Service
@Command(scope = "plugin", name = "remove", description = "Stop a plugin and move its jar out of deploy/")
public class RemoveCommand implements Action {

    @Reference
    Plugins plugins;

    @Reference
    Session session;

    @Argument(name = "plugin", description = "Its name, as plugin:list shows it", required = true)
    @Completion(PluginNames.class)
    String name = "";

    @Option(name = "--dry-run", description = "Only say what would be done")
    boolean dryRun;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        PluginStatus plugin = Answers.known(name, plugins.find(name));
        String title = plugin.name() + (plugin.version().isEmpty() ? "" : " " + plugin.version());
        String moved = dryRun ? "data/replaced/" : plugins.remove(name);
        if (json) {
            new Rows("name", "version", "movedTo", "dryRun")
                    .add(name, plugin.version(), moved, dryRun)
                    .print(session.getConsole(), true, "");
        } else if (dryRun) {
            session.getConsole().println("would stop " + title + " and move its jar to " + moved);
        } else {
            session.getConsole().println("removed " + title + ", its jar is now " + moved);
        }
        return null;
    }
}
