package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Overview;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** {@code resilience:reset orders} lets what has this name begin anew: a window without calls, a full budget, a full period. */
@Service
@Command(
        scope = "resilience",
        name = "reset",
        description = "Begin anew: a breaker closed and without calls, a budget or a period full")
public final class ResetCommand implements Action {

    @Reference
    Overview overview;

    @Reference
    Session session;

    @Argument(index = 0, name = "name", description = "As resilience:list shows it", required = true)
    @Completion(InstanceNames.class)
    String name;

    @Option(name = "--kind", description = "Only of this kind: breaker, retry, budget, bulkhead, limiter or timeout")
    @Completion(
            value = StringsCompleter.class,
            values = {"breaker", "retry", "budget", "bulkhead", "limiter", "timeout"})
    @Nullable
    String kind;

    @Option(name = "--dry-run", description = "Only say what it would do")
    boolean dryRun;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        List<Instance<?>> found = Changes.named(overview, name, kind);
        if (!dryRun) {
            found.forEach(Instance::reset);
        }
        Changes.print(session.getConsole(), found, json, dryRun, "begins anew");
        return null;
    }
}
