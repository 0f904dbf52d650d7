package io.mistersmith.pools.shell;

import io.mistersmith.pools.PoolStatus;
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

/** {@code pool:resize orders 2 20} changes the size until the settings change. */
@Service
@Command(
        scope = "pool",
        name = "resize",
        description = "Change how many resources a pool may have; what is borrowed stays")
public final class ResizeCommand implements Action {

    @Reference
    ResourcePools pools;

    @Reference
    Session session;

    @Argument(index = 0, name = "pool", description = "Its name, as pool:list shows it", required = true)
    @Completion(PoolNames.class)
    String pool;

    @Argument(index = 1, name = "min", description = "Resources kept ready", required = true)
    int min;

    @Argument(index = 2, name = "max", description = "Resources there may be", required = true)
    int max;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        PoolStatus now = pools.resize(pool, min, max);
        if (json) {
            new Rows("pool", "min", "max", "size")
                    .add(now.name(), now.min(), now.max(), now.size())
                    .print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println("pool " + now.name() + " has " + now.min() + " to " + now.max()
                            + " resources until its settings change; cfg:set makes it last");
        }
        return null;
    }
}
