package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few connections that read. Each read is a transaction of its own, so none holds an old snapshot. Thread-safe. */
final class Readers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final long WAIT_SECONDS = 10;

    /** Something to read. */
    interface Query<T> {
        T on(Session session) throws SQLException;
    }

    private final Database database;
    private final Semaphore free;
    private final int count;
    private final ArrayDeque<Session> idle = new ArrayDeque<>(); // guarded by itself
    private volatile boolean closed;

    Readers(Database database, int count) {
        this.database = database;
        this.count = count;
        this.free = new Semaphore(count);
    }

    /**
     * Reads; waits for a connection first.
     *
     * @throws StoreUnavailableException if none is free in time, the thread is interrupted, or the database fails
     */
    <T> T read(Query<T> query) {
        acquire();
        try {
            return readNow(query);
        } finally {
            free.release();
        }
    }

    /** Refuses new reads and waits a moment for those that run. */
    @Override
    public void close() {
        closed = true;
        boolean all = false;
        try {
            all = free.tryAcquire(count, WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!all) {
            LOG.warn("Readers of the event store did not end within {} s", WAIT_SECONDS);
        }
        synchronized (idle) {
            idle.forEach(Readers::closeQuietly);
            idle.clear();
        }
    }

    private <T> T readNow(Query<T> query) {
        Session session = null;
        try {
            synchronized (idle) {
                session = idle.poll();
            }
            if (session == null) {
                session = database.reader();
            }
            T answer = query.on(session);
            giveBack(session);
            return answer;
        } catch (SQLException e) {
            closeQuietly(session);
            throw database.faults().of(e, false);
        } catch (RuntimeException | Error e) {
            closeQuietly(session);
            throw e;
        }
    }

    private void giveBack(Session session) {
        synchronized (idle) {
            if (!closed) {
                idle.push(session);
                return;
            }
        }
        closeQuietly(session);
    }

    private void acquire() {
        checkOpen();
        try {
            if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException(
                        "none of " + count + " readers was free within " + WAIT_SECONDS + " s (readers)", false, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting to read", false, e);
        }
        if (closed) {
            free.release();
            checkOpen();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreUnavailableException("closed", false, null);
        }
    }

    private static void closeQuietly(@Nullable Session session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            LOG.debug("A reader did not close", e);
        }
    }
}
