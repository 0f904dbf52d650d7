package io.mistersmith.pools.shell;

import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePools;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of resource pools. */
@Service
public final class PoolNames implements Completer {

    @Reference
    ResourcePools pools;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(pools.pools().stream().map(PoolStatus::name).toList())
                .complete(session, line, candidates);
    }
}
