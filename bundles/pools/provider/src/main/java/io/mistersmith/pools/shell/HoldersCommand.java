package io.mistersmith.pools.shell;

import io.mistersmith.pools.Holder;
import io.mistersmith.shell.support.Rows;
import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code pool:holders orders} shows who holds what, for how long, and where it was acquired. */
@Service
@Command(
        scope = "pool",
        name = "holders",
        description = "Show who holds what of a resource pool, for how long, acquired where")
public final class HoldersCommand extends PoolCommand {

    private static final int FRAMES = 12;

    @Override
    void run(PrintStream out) {
        List<Holder> holders = pools.holders(pool);
        if (json) {
            Rows rows = new Rows("bundle", "thread", "heldMillis", "overdue", "stack");
            holders.forEach(one -> rows.add(
                    one.bundle(),
                    one.thread(),
                    one.held().toMillis(),
                    one.overdue(),
                    one.stack().stream().map(StackTraceElement::toString).toList()));
            rows.print(out, true, "");
            return;
        }
        if (holders.isEmpty()) {
            out.println("Nothing of pool " + pool + " is borrowed.");
        }
        for (Holder one : holders) {
            out.println(one.bundle() + "  " + one.held().toMillis() + " ms  " + one.thread()
                    + (one.overdue() ? "  OVERDUE" : ""));
            one.stack().stream().limit(FRAMES).forEach(frame -> out.println("    at " + frame));
        }
    }
}
