package io.mistersmith.pools.shell;

import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code pool:drain orders} replaces every resource. */
@Service
@Command(
        scope = "pool",
        name = "drain",
        description = "Replace every resource of a pool: idle ones now, borrowed ones when they come back")
public final class DrainCommand extends PoolCommand {

    @Override
    void run(PrintStream out) {
        boolean done = pools.drain(pool).toCompletableFuture().isDone();
        int left = done ? 0 : pools.pool(pool).active();
        if (json) {
            new Rows("pool", "borrowed").add(pool, left).print(out, true, "");
        } else {
            out.println("replaced what was idle in pool " + pool
                    + (left == 0
                            ? ""
                            : "; " + left + " borrowed ones follow when they come back, see pool:holders " + pool));
        }
    }
}
