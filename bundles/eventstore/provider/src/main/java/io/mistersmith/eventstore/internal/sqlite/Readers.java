package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few connections that read. Each read is a transaction of its own and must be short: the write-ahead log can only be
 * emptied between reads, so {@link WriteAheadLog} holds them back for a moment. Thread-safe.
 */
final class Readers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final long WAIT_SECONDS = 10;

    /** Something to read. */
    interface Query<T> {
        T on(Session session) throws SQLException;
    }

    private final Database database;
    private final int count;
    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when a read ends or reads may begin again. */
    private final Condition changed = lock.newCondition();

    private int running; // guarded by lock, as the next
    private boolean paused;
    private final ArrayDeque<Session> idle = new ArrayDeque<>(); // guarded by itself
    private volatile boolean closed;

    Readers(Database database, int count) {
        this.database = database;
        this.count = count;
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
            release();
        }
    }

    /** Holds new reads back until {@link #resume}. */
    void pause() {
        lock.lock();
        try {
            paused = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no read runs; false if one did not end in time or the thread was interrupted. */
    boolean awaitNone(long nanos) {
        lock.lock();
        try {
            return none(nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #pause}. */
    void resume() {
        lock.lock();
        try {
            paused = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new reads and waits a moment for those that run. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            changed.signalAll();
            if (!none(TimeUnit.SECONDS.toNanos(WAIT_SECONDS))) {
                LOG.warn("Readers of the event store did not end within {} s", WAIT_SECONDS);
            }
        } finally {
            lock.unlock();
        }
        synchronized (idle) {
            idle.forEach(Readers::closeQuietly);
            idle.clear();
        }
    }

    private boolean none(long nanos) {
        long left = nanos;
        try {
            while (running > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return running == 0;
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
        long left = TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        lock.lock();
        try {
            checkOpen();
            while (paused || running == count) {
                if (left <= 0) {
                    throw new StoreUnavailableException(
                            "none of " + count + " readers was free within " + WAIT_SECONDS + " s (readers)",
                            false,
                            null);
                }
                left = changed.awaitNanos(left);
                checkOpen();
            }
            running++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting to read", false, e);
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        lock.lock();
        try {
            running--;
            // The one who pauses and readers wait on the same condition, so a single signal could reach the wrong one.
            if (paused || closed) {
                changed.signalAll();
            } else {
                changed.signal();
            }
        } finally {
            lock.unlock();
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
