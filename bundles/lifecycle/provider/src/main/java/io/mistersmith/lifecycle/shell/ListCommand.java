package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:list}: every plugin, and every file of deploy/ that is none. */
@Service
@Command(
        scope = "plugin",
        name = "list",
        description = "Every plugin: its state, what it brings, what is wrong with it")
public class ListCommand implements Action {

    @Reference
    Plugins plugins;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        List<PluginStatus> all = plugins.list();
        Answers.rows(all).print(session.getConsole(), json, "No plugin. Drop a jar into deploy/.");
        return null;
    }
}
