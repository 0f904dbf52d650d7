package io.mistersmith.pools.shell;

import io.mistersmith.pools.Holder;
import io.mistersmith.pools.ResourcePools;
import io.mistersmith.shell.support.Rows;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code pool:holders orders} shows who holds what, for how long, and where it was acquired. */
@Service
@Command(
        scope = "pool",
        name = "holders",
        description = "Show who holds what of a resource pool, for how long, acquired where")
public final class HoldersCommand implements Action {

    private static final int FRAMES = 12;

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
        List<Holder> holders = pools.holders(pool);
        if (json) {
            Rows rows = new Rows("bundle", "thread", "heldMillis", "overdue", "stack");
            holders.forEach(one -> rows.add(
                    one.bundle(),
                    one.thread(),
                    one.held().toMillis(),
                    one.overdue(),
                    one.stack().stream().map(StackTraceElement::toString).toList()));
            rows.print(session.getConsole(), true, "");
            return null;
        }
        if (holders.isEmpty()) {
            session.getConsole().println("Nothing of pool " + pool + " is borrowed.");
        }
        for (Holder one : holders) {
            session.getConsole()
                    .println(one.bundle() + "  " + one.held().toMillis() + " ms  " + one.thread()
                            + (one.overdue() ? "  OVERDUE" : ""));
            one.stack().stream().limit(FRAMES).forEach(frame -> session.getConsole()
                    .println("    at " + frame));
        }
        return null;
    }
}
