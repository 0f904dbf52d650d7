package io.mistersmith.pools.shell;

import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePools;
import io.mistersmith.shell.support.Rows;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code pool:list} shows every pool with its size and figures. */
@Service
@Command(scope = "pool", name = "list", description = "Show every resource pool with its size and figures")
public final class ListCommand implements Action {

    @Reference
    ResourcePools pools;

    @Reference
    Session session;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        Rows rows = new Rows(
                "pool",
                "kind",
                "min",
                "max",
                "size",
                "active",
                "idle",
                "waiting",
                "acquired",
                "timeouts",
                "leaks",
                "lastFailure");
        for (PoolStatus one : pools.pools()) {
            rows.add(
                    one.name(),
                    one.kind(),
                    one.min(),
                    one.max(),
                    one.size(),
                    one.active(),
                    one.idle(),
                    one.waiting(),
                    one.acquired(),
                    one.timeouts(),
                    one.leaks(),
                    one.lastFailure());
        }
        rows.print(session.getConsole(), json, "No pools. A file etc/io.mistersmith.pools.KIND-NAME.cfg makes one.");
        return null;
    }
}
