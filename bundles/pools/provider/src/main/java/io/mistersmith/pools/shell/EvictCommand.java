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

/** {@code pool:evict orders} destroys what is idle now. */
@Service
@Command(scope = "pool", name = "evict", description = "Destroy what is idle in a resource pool now")
public final class EvictCommand implements Action {

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
        int evicted = pools.evict(pool);
        if (json) {
            new Rows("pool", "evicted").add(pool, evicted).print(session.getConsole(), true, "");
        } else {
            session.getConsole().println("destroyed " + evicted + " idle resources of pool " + pool);
        }
        return null;
    }
}
