package io.mistersmith.pools.shell;

import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code pool:evict orders} destroys what is idle now. */
@Service
@Command(scope = "pool", name = "evict", description = "Destroy what is idle in a resource pool now")
public final class EvictCommand extends PoolCommand {

    @Override
    void run(PrintStream out) {
        int evicted = pools.evict(pool);
        if (json) {
            new Rows("pool", "evicted").add(pool, evicted).print(out, true, "");
        } else {
            out.println("destroyed " + evicted + " idle resources of pool " + pool);
        }
    }
}
