package io.mistersmith.threads.shell;

import io.mistersmith.shell.support.Rows;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code thread:resize blocking 64} writes a pool's size into its file, and returns when it is in force. */
@Service
@Command(
        scope = "thread",
        name = "resize",
        description = "Write a pool's size into its .cfg and wait until it is in force; queued tasks stay")
public final class ResizeCommand implements Action {

    @Reference
    PoolMonitor monitor;

    @Reference
    Session session;

    @Argument(index = 0, name = "pool", description = "Its name, as thread:list shows it", required = true)
    @Completion(PoolNames.class)
    String pool;

    @Argument(index = 1, name = "size", description = "Threads, 1..4096", required = true)
    int size;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        PoolStatus now = monitor.resize(pool, size);
        if (json) {
            Rows rows = new Rows("pool", "size", "queued").add(now.name(), now.size(), now.queued());
            rows.print(session.getConsole(), true, "");
        } else {
            session.getConsole()
                    .println("pool " + now.name() + " has size " + now.size() + ", also after a restart; "
                            + now.queued() + " tasks wait");
        }
        return null;
    }
}
