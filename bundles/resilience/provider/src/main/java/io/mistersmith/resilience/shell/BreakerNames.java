package io.mistersmith.resilience.shell;

import io.mistersmith.resilience.internal.breaker.LiveBreaker;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Overview;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of breakers. */
@Service
public final class BreakerNames implements Completer {

    @Reference
    Overview overview;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(overview.all().stream()
                        .filter(LiveBreaker.class::isInstance)
                        .map(Instance::name)
                        .toList())
                .complete(session, line, candidates);
    }
}
