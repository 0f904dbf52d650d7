package io.mistersmith.threads.internal;

import io.mistersmith.threads.PoolRejectedException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that watches the clock. It never runs users' code: what is due is handed to a pool. */
final class TimerThread {

    /** Timers that users may have at a time, in the whole container. */
    static final int MAX_TIMERS = 100_000;

    private static final String NAME = "scheduler";

    private final ScheduledThreadPoolExecutor clock;
    private final Admission timers = new Admission(MAX_TIMERS, new Tallies());

    TimerThread() {
        clock = new ScheduledThreadPoolExecutor(1, work -> Workers.plain("smith-" + NAME + "-1", work));
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Takes a place for a user's timer, given back by {@link #leave}. */
    void enter() {
        if (timers.tryEnter() == Admission.REFUSED) {
            throw new PoolRejectedException(NAME, 1, MAX_TIMERS);
        }
    }

    void leave() {
        timers.leave();
    }

    int timers() {
        return timers.inside();
    }

    /**
     * Runs something quick on this thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException if closed
     */
    Future<?> schedule(Runnable quick, long delayNanos) {
        return clock.schedule(quick, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    }

    void close() {
        clock.shutdownNow();
    }
}
