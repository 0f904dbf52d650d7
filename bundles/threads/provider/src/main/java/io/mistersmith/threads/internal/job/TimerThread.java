package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.internal.engine.Workers;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The one thread that watches the clock. It never runs users' code: what is due is handed to a pool. */
public final class TimerThread {

    /** Timers that users may have at a time, in the whole container. */
    static final int MAX_TIMERS = 100_000;

    private static final String NAME = "scheduler";

    private final ScheduledThreadPoolExecutor clock;
    private final Semaphore room = new Semaphore(MAX_TIMERS);

    TimerThread() {
        clock = new ScheduledThreadPoolExecutor(1, work -> Workers.plain("smith-" + NAME + "-1", work));
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Takes a place for a user's timer, given back by {@link #leave}. */
    void enter() {
        if (!room.tryAcquire()) {
            throw new PoolRejectedException(NAME, 1, MAX_TIMERS);
        }
    }

    void leave() {
        room.release();
    }

    public int timers() {
        return MAX_TIMERS - room.availablePermits();
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
