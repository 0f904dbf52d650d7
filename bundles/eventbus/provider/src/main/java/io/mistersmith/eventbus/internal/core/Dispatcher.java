package io.mistersmith.eventbus.internal.core;

import io.mistersmith.plugincode.support.ReadThrowable;
import io.mistersmith.plugincode.support.ThrowableReader;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings work to its pool. What a pool refuses is tried again shortly, and everything that waits for a thread is given out
 * anew when pools come back, so that nothing queued is stranded. Thread-safe.
 */
public final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final String FALLBACK = "blocking";

    private final Set<Work> works = ConcurrentHashMap.newKeySet();
    private final Set<Work> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> unknownPools = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private final ThrowableReader reader = new ThrowableReader(this::readerThreads);
    private volatile @Nullable ThreadPools threads;

    /** The pools to use from now on; null: none are there, work waits. */
    public void threads(@Nullable ThreadPools now) {
        threads = now;
        if (now != null) {
            retrying.set(false);
            works.forEach(Work::revive);
        }
    }

    /** The pools there are now. */
    public @Nullable ThreadPools threads() {
        return threads;
    }

    /** From now on the work is looked after when pools come back. */
    public void add(Work work) {
        works.add(work);
    }

    /** The work is over. */
    public void remove(Work work) {
        works.remove(work);
        refused.remove(work);
    }

    /** Every work there is. */
    public Set<Work> works() {
        return works;
    }

    void execute(Work work) {
        ThreadPools now = threads;
        if (now == null) {
            return; // it stays scheduled, and is given out when pools come
        }
        if (!refused.isEmpty()) {
            retryRefused();
        }
        if (!tryExecute(now, work)) {
            refused.add(work);
            retrySoon(now);
        }
    }

    private boolean tryExecute(ThreadPools now, Work work) {
        try {
            try {
                now.named(work.pool()).execute(work);
            } catch (IllegalArgumentException e) {
                if (unknownPools.add(work.pool())) {
                    LOG.warn("{}; handlers run on pool {} meanwhile", e.getMessage(), FALLBACK);
                }
                now.named(FALLBACK).execute(work);
            }
            return true;
        } catch (RuntimeException e) { // refused: full, or its provider is going
            LOG.debug("not run yet", e);
            return false;
        }
    }

    private void retrySoon(ThreadPools now) {
        if (retrying.compareAndSet(false, true) && !after(SOON, this::retryRefused, () -> retryLater(now))) {
            retrying.set(false);
        }
    }

    private void retryLater(ThreadPools now) {
        retrying.set(false);
        if (now == threads && !refused.isEmpty()) {
            retrySoon(now);
        }
    }

    private void retryRefused() {
        retrying.set(false);
        ThreadPools now = threads;
        if (now == null) {
            return;
        }
        for (Work work : List.copyOf(refused)) {
            if (refused.remove(work) && !tryExecute(now, work)) {
                refused.add(work);
                retrySoon(now);
                return;
            }
        }
    }

    /**
     * Runs something once, later.
     *
     * @param lost called when the timer fired but its task was refused
     * @return false if there is nobody to do it; then nothing will be called
     */
    public boolean after(Duration delay, Runnable task, Runnable lost) {
        ThreadPools now = threads;
        if (now == null) {
            return false;
        }
        try {
            AtomicBoolean began = new AtomicBoolean();
            Job<Void> job = now.after(delay, () -> {
                began.set(true);
                task.run();
            });
            var unused = job.result().whenComplete((nothing, failure) -> {
                if (failure != null && !began.get()) {
                    lost.run();
                }
            });
            return true;
        } catch (RuntimeException e) {
            LOG.debug("no timer", e);
            return false;
        }
    }

    /** Reads what a handler threw, in limited time whatever its methods do. */
    ReadThrowable read(Throwable thrown) {
        return reader.read(thrown);
    }

    private @Nullable Executor readerThreads() {
        ThreadPools now = threads;
        return now == null ? null : now.io();
    }

    /** Runs something on pool {@code io}; on this thread when that is not to be had. */
    public void onIo(Runnable task) {
        ThreadPools now = threads;
        try {
            if (now != null) {
                now.io().execute(task);
                return;
            }
        } catch (RuntimeException e) {
            LOG.debug("pool io refused", e);
        }
        task.run();
    }

    /** Repeats something on pool {@code io}; null when there are no pools. */
    public @Nullable Job<Void> every(Duration period, Runnable task) {
        ThreadPools now = threads;
        try {
            return now == null ? null : now.every(period, task::run);
        } catch (RuntimeException e) {
            LOG.debug("no timer", e);
            return null;
        }
    }
}
