package io.mistersmith.eventbus.internal.core;

import io.mistersmith.plugincode.support.ReadThrowable;
import io.mistersmith.plugincode.support.ThrowableReader;
import io.mistersmith.threads.CancellableTask;
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
 * Brings work to its pool. What a pool rejects or gives up is submitted again shortly. Everything that waits for a thread or
 * for its time is submitted again when pools come back, so that nothing is stranded. Thread-safe.
 */
public final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final int MOST_STRANDED = 100_000; // as many as the pools have timers
    private static final String FALLBACK = "blocking";

    private final Set<Work> works = ConcurrentHashMap.newKeySet();
    private final Set<Work> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> unknownPools = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private final ThrowableReader reader = new ThrowableReader(this::readerThreads);

    /** Timers that no pool has: there is none, or it rejected or gave them up. Whoever removes one arms it. */
    private final Set<Timed> stranded = ConcurrentHashMap.newKeySet();

    private volatile @Nullable ThreadPools threads;

    /** The pools to use from now on; null: none are there, work waits. */
    public void threads(@Nullable ThreadPools now) {
        threads = now;
        if (now != null) {
            retrying.set(false);
            rearm();
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
        if (!stranded.isEmpty()) {
            rearm();
        }
        if (!tryExecute(now, work)) {
            refused.add(work);
            retrySoon(now);
        }
    }

    /** A pool accepted the work, but ended before it ran. */
    void givenUp(Work work) {
        ThreadPools now = threads;
        if (now != null) { // else it is given out when pools come
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
        } catch (Throwable e) { // refused: full, its provider is going, or no memory for a new thread
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
     * Runs something once, later. If there are no pools, or they go before its time, it runs when pools are back, at its time or
     * at once if that has passed.
     *
     * @param lost called if the timer was accepted and then lost, because too many are stranded already
     * @return false if too many are stranded; then nothing will be called
     */
    public boolean after(Duration delay, Runnable task, Runnable lost) {
        return arm(new Timed(System.nanoTime() + delay.toNanos(), task, lost, new AtomicBoolean()), delay);
    }

    private boolean arm(Timed timed) {
        return arm(timed, Duration.ofNanos(Math.max(0, timed.dueNanos - System.nanoTime())));
    }

    private boolean arm(Timed timed, Duration left) {
        ThreadPools now = threads;
        if (now == null) {
            return strand(timed, null);
        }
        Job<Void> job;
        try {
            job = now.after(left, () -> {
                timed.began.set(true);
                timed.task.run();
            });
        } catch (Throwable e) { // as above: whoever waits for the timer must not wait for ever
            LOG.debug("no timer", e);
            return strand(timed, now);
        }
        var unused = job.result().whenComplete((nothing, failure) -> {
            if (failure != null && !timed.began.get() && !strand(timed, now)) {
                timed.lost.run();
            }
        });
        return true;
    }

    /** Keeps a timer that the pools seen do not have. */
    private boolean strand(Timed timed, @Nullable ThreadPools seen) {
        if (stranded.size() >= MOST_STRANDED) {
            return false;
        }
        stranded.add(timed);
        // Looked at after it was added: pools that came meanwhile may have looked through the set before.
        return threads == seen || !stranded.remove(timed) || arm(timed);
    }

    private void rearm() {
        for (Timed timed : List.copyOf(stranded)) {
            if (stranded.remove(timed) && (!arm(timed) || stranded.contains(timed))) {
                return; // rejected again: the next work or the next pools try
            }
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

    private record Timed(long dueNanos, Runnable task, Runnable lost, AtomicBoolean began) {}

    /** Runs something on pool {@code io}; on this thread if the pool rejects it, on the one that ends the pool if it is given up. */
    public void onIo(Runnable task) {
        ThreadPools now = threads;
        try {
            if (now != null) {
                now.io().execute(new Certain(task));
                return;
            }
        } catch (Throwable e) {
            LOG.debug("pool io refused", e);
        }
        task.run();
    }

    /** Repeats something on pool {@code io}; null when there are no pools. */
    public @Nullable Job<Void> every(Duration period, Runnable task) {
        ThreadPools now = threads;
        try {
            return now == null ? null : now.every(period, task::run);
        } catch (Throwable e) {
            LOG.debug("no timer", e);
            return null;
        }
    }

    /** A task that runs once, even if the pool that accepted it ends first. */
    private record Certain(Runnable task) implements CancellableTask {

        @Override
        public void run() {
            task.run();
        }

        @Override
        public void cancelled() {
            task.run();
        }
    }
}
