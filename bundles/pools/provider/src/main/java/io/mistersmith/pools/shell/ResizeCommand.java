package io.mistersmith.pools.shell;

import io.mistersmith.pools.PoolStatus;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code pool:resize orders 2 20} changes the size at once, and writes no file: it holds until the settings change, or a restart. */
@Service
@Command(
        scope = "pool",
        name = "resize",
        description = "Change a pool's size until its settings change or a restart; cfg:set makes it last")
public final class ResizeCommand extends PoolCommand {

    @Argument(index = 1, name = "min", description = "Resources kept ready", required = true)
    int min;

    @Argument(index = 2, name = "max", description = "Resources there may be", required = true)
    int max;

    @Override
    void run(PrintStream out) {
        PoolStatus now = pools.resize(pool, min, max);
        if (json) {
            new Rows("pool", "min", "max", "size")
                    .add(now.name(), now.min(), now.max(), now.size())
                    .print(out, true, "");
        } else {
            out.println("pool " + now.name() + " has " + now.min() + " to " + now.max()
                    + " resources until its settings change; cfg:set makes it last");
        }
    }
}
