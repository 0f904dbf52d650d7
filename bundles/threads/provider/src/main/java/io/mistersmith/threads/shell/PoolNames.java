package io.mistersmith.threads.shell;

import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of pools. */
@Service
public final class PoolNames implements Completer {

    @Reference
    PoolMonitor monitor;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        monitor.pools().stream().map(PoolStatus::name).toList())
                .complete(session, line, candidates);
    }
}
