package io.mistersmith.pools.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits how long the return of a connection takes. A reset waits for the server, and may wait for what the borrower left
 * running: another thread's statement, or a COPY that was never ended, for which the driver waits without a limit.
 *
 * <p>Thread-safe. Written by the thread that returns the connection; {@link #check} ends its wait from another thread. Both do so
 * under the lock, so no interrupt reaches the thread after {@link #end}.
 */
final class ReturnWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ReturnWatch.class);

    private @Nullable Thread thread; // guarded by this
    private long since; // guarded by this
    private @Nullable Connection connection; // guarded by this
    private boolean overdue; // guarded by this
    private boolean interruptedBefore; // guarded by this

    /** This thread begins to return this connection. */
    synchronized void begin(Connection returned) {
        Thread here = Thread.currentThread();
        thread = here;
        interruptedBefore = here.isInterrupted();
        since = System.nanoTime();
        connection = returned;
        overdue = false;
    }

    synchronized boolean isReturning() {
        return thread != null;
    }

    /** This thread is done. */
    synchronized void end() {
        thread = null;
        connection = null;
        if (overdue && !interruptedBefore) {
            Thread.interrupted(); // that was this watch, not somebody who wants the thread to end
        }
    }

    /** Aborts the connection if its return takes longer than this. */
    synchronized void check(Duration limit) {
        Thread returning = thread;
        Connection stuck = connection;
        if (returning == null || stuck == null || System.nanoTime() - since <= limit.toNanos()) {
            return;
        }
        connection = null; // once
        overdue = true;
        try {
            stuck.abort(Runnable::run); // does not wait for the server
        } catch (SQLException e) {
            LOG.debug("A connection that is stuck could not be aborted: {}", e.toString());
        }
        returning.interrupt();
    }
}
