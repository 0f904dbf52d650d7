package io.mistersmith.eventstore.internal.engine;

import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What each consumer has settled, as saved; wakes who waits for one of them. Thread-safe. */
public final class Settled {

    private final class Mark {
        @Nullable
        Progress progress;

        int waiters;
        final Condition moved = lock.newCondition();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Mark> marks = new HashMap<>(); // guarded by lock
    private boolean closed; // guarded by lock

    /** A consumer saved its progress, or was made. */
    public void saved(String consumer, Progress progress) {
        lock.lock();
        try {
            Mark mark = marks.computeIfAbsent(consumer, name -> new Mark());
            mark.progress = progress;
            if (mark.waiters > 0) {
                mark.moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A consumer was removed; who waits for it goes on waiting, it may come back. */
    public void removed(String consumer) {
        lock.lock();
        try {
            Mark mark = marks.get(consumer);
            if (mark != null) {
                mark.progress = null;
                dropIfUnused(consumer, mark);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What a consumer has settled; null if there is none. */
    public @Nullable Progress of(String consumer) {
        lock.lock();
        try {
            Mark mark = marks.get(consumer);
            return mark == null ? null : mark.progress;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a consumer has settled everything up to a position; false when the time is over. */
    public boolean await(String consumer, long position, Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            Mark mark = marks.computeIfAbsent(consumer, name -> new Mark());
            mark.waiters++;
            try {
                while (!closed && (mark.progress == null || mark.progress.position() < position)) {
                    if (nanos <= 0) {
                        return false;
                    }
                    nanos = mark.moved.awaitNanos(nanos);
                }
            } finally {
                mark.waiters--;
                dropIfUnused(consumer, mark);
            }
            if (closed) {
                throw new StoreUnavailableException("closed while waiting for consumer " + consumer, false, null);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            marks.values().forEach(mark -> mark.moved.signalAll());
        } finally {
            lock.unlock();
        }
    }

    private void dropIfUnused(String consumer, Mark mark) {
        if (mark.waiters == 0 && mark.progress == null) {
            marks.remove(consumer, mark);
        }
    }
}
