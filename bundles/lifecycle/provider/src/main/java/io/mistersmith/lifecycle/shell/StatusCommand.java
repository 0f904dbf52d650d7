package io.mistersmith.lifecycle.shell;

import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.lifecycle.Readiness;
import io.mistersmith.lifecycle.internal.ready.Uptime;
import io.mistersmith.shell.support.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code smith:status}: whether the container is ready, what is missing, and how the plugins are. */
@Service
@Command(scope = "smith", name = "status", description = "Whether the container is ready, and how its plugins are")
public class StatusCommand implements Action {

    @Reference
    Readiness readiness;

    @Reference
    Plugins plugins;

    @Reference
    Session session;

    @Option(name = "--json", description = "Print JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        List<String> missing = readiness.missing();
        List<PluginStatus> all = plugins.list();
        long running = all.stream().filter(PluginStatus::running).count();
        long failed = all.stream().filter(PluginStatus::failed).count();
        long up = Uptime.now().toSeconds();
        PrintStream out = session.getConsole();
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ready", missing.isEmpty());
            answer.put("missing", missing);
            answer.put("upSeconds", up);
            answer.put("pid", ProcessHandle.current().pid());
            answer.put("pluginsRunning", running);
            answer.put("pluginsFailed", failed);
            answer.put("plugins", all.size());
            out.println(Json.of(answer));
            return null;
        }
        out.println((missing.isEmpty() ? "READY" : "NOT READY") + "   up " + up + " s   pid "
                + ProcessHandle.current().pid());
        missing.forEach(line -> out.println("missing  " + line));
        out.println("plugins  " + running + " running, " + failed + " failed, " + (all.size() - running - failed)
                + " other");
        all.stream()
                .map(PluginStatus::problem)
                .filter(problem -> !problem.isEmpty())
                .forEach(line -> out.println("problem  " + line));
        return null;
    }
}
