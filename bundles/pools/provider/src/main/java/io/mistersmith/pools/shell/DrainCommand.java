package io.mistersmith.pools.shell;

import io.mistersmith.pools.ResourcePools;
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

/** {@code pool:drain orders} replaces every resource. */
@Service
@Command(
        scope = "pool",
        name = "drain",
        description = "Replace every resource of a pool: idle ones now, borrowed ones when they come back")
public final class DrainCommand implements Action {

    @Reference
    ResourcePools pools;

    @Reference
    Session session;

    @Argument(index = 0, name = "pool", description = "Its name, as pool:list shows it", required = true)
    @Completion(PoolNames.class)
    String pool;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        boolean done = pools.drain(pool).toCompletableFuture().isDone();
        int left = done ? 0 : pools.pool(pool).active();
        if (json) {
            new Rows("pool", "borrowed").add(pool, left).print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println("replaced what was idle in pool " + pool
                            + (left == 0
                                    ? ""
                                    : "; " + left + " borrowed ones follow when they come back, see pool:holders "
                                            + pool));
        }
        return null;
    }
}
