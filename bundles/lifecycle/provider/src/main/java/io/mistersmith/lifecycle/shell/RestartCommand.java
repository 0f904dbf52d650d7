package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.shell.support.Rows;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code plugin:restart orders}: stops and starts it, and waits until it runs. */
@Service
@Command(scope = "plugin", name = "restart", description = "Stop and start a plugin, and wait until it runs")
public class RestartCommand implements Action {

    @Reference
    Plugins plugins;

    @Reference
    Session session;

    @Argument(name = "plugin", description = "Its name, as plugin:list shows it", required = true)
    @Completion(PluginNames.class)
    String name = "";

    @Option(name = "--timeout", description = "Seconds to wait, 1 or more")
    int timeout = 30;

    @Option(name = "--dry-run", description = "Only say what would be done")
    boolean dryRun;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        if (timeout < 1) {
            throw new IllegalArgumentException("--timeout " + timeout + " is not 1 second or more.");
        }
        PluginStatus before = Answers.known(name, plugins.find(name));
        if (dryRun) {
            dryRun(before);
            return null;
        }
        PluginStatus now = plugins.restart(name, Duration.ofSeconds(timeout));
        String answer = Answers.ended(name, Optional.of(now), timeout);
        if (json) {
            Answers.full(now).print(session.getConsole(), true, "");
        } else {
            session.getConsole().println(answer);
        }
        return null;
    }

    private void dryRun(PluginStatus plugin) {
        if (json) {
            new Rows("name", "version", "state", "dryRun")
                    .add(plugin.name(), plugin.version(), plugin.state(), true)
                    .print(session.getConsole(), true, "");
        } else {
            session.getConsole().println("would stop and start " + plugin.name() + " " + plugin.version());
        }
    }
}
