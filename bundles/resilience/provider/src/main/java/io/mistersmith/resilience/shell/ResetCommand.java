package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.core.Instance;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** {@code resilience:reset orders} lets what has this name begin anew: a window without calls, a full budget, a full period. */
@Service
@Command(
        scope = "resilience",
        name = "reset",
        description = "Begin anew: a breaker closed and without calls, a budget or a period full")
public final class ResetCommand extends ChangeCommand {

    @Argument(index = 0, name = "name", description = "As resilience:list shows it", required = true)
    @Completion(InstanceNames.class)
    String name;

    @Option(name = "--kind", description = "Only of this kind: breaker, retry, budget, bulkhead, limiter or timeout")
    @Completion(
            value = StringsCompleter.class,
            values = {"breaker", "retry", "budget", "bulkhead", "limiter", "timeout"})
    @Nullable
    String kind;

    @Override
    public @Nullable Object execute() {
        change(named(name, kind), Instance::reset, "begins anew");
        return null;
    }
}
