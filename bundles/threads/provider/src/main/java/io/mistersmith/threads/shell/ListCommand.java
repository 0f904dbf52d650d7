package io.mistersmith.threads.shell;

import io.mistersmith.shell.support.Rows;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code thread:list} shows every pool with its size and figures. */
@Service
@Command(scope = "thread", name = "list", description = "Show every thread pool with its size and figures")
public final class ListCommand implements Action {

    @Reference
    PoolMonitor monitor;

    @Reference
    Session session;

    @Option(name = "--json", description = "One line of JSON")
    boolean json;

    @Override
    public @Nullable Object execute() {
        Rows rows = new Rows(
                "pool",
                "size",
                "threads",
                "active",
                "queued",
                "queueSize",
                "completed",
                "failed",
                "rejected",
                "withdrawn");
        for (PoolStatus pool : monitor.pools()) {
            rows.add(
                    pool.name(),
                    pool.size(),
                    pool.threads(),
                    pool.active(),
                    pool.queued(),
                    pool.queueSize(),
                    pool.completed(),
                    pool.failed(),
                    pool.rejected(),
                    pool.withdrawn());
        }
        rows.print(session.getConsole(), json, "No pools.");
        return null;
    }
}
