package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.internal.engine.Workers;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The one thread that watches the clock. It never runs users' code: what is due is handed to a pool. */
public final class TimerThread {

    /** Told how late something due began, and how long it kept the thread, in nanoseconds. */
    public interface Times {
        void run(long lateNanos, long ranNanos);
    }

    /** As operators know it. */
    public static final String NAME = "scheduler";

    /** Timers that users may have at a time, in the whole container. */
    public static final int MAX_TIMERS = 100_000;

    private final ScheduledThreadPoolExecutor clock;
    private final LongAdder runs = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable Thread thread;
    private volatile boolean busy;
    private volatile @Nullable Times times;
    private final Semaphore room = new Semaphore(MAX_TIMERS);

    TimerThread() {
        clock = new ScheduledThreadPoolExecutor(1, this::newThread);
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread newThread(Runnable loop) {
        Thread made = Workers.plain("smith-" + NAME + "-1", loop);
        thread = made;
        return made;
    }

    /** Takes a place for a user's timer, given back by {@link #leave}. */
    void enter() {
        if (!room.tryAcquire()) {
            refused.increment();
            throw new PoolRejectedException(NAME, 1, MAX_TIMERS);
        }
    }

    void leave() {
        room.release();
    }

    public void times(@Nullable Times told) {
        times = told;
    }

    /** The thread; null before the first timer. */
    public @Nullable Thread thread() {
        return thread;
    }

    public boolean busy() {
        return busy;
    }

    /** How often something was due. */
    public long runs() {
        return runs.sum();
    }

    /** How many timers were refused for want of room. */
    public long refused() {
        return refused.sum();
    }

    /** How many timers users have. */
    public int timers() {
        return MAX_TIMERS - room.availablePermits();
    }

    /**
     * Runs something quick on this thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException if closed
     */
    Future<?> schedule(Runnable quick, long delayNanos) {
        long delay = Math.max(0, delayNanos);
        long dueNanos = System.nanoTime() + delay;
        return clock.schedule(() -> run(quick, dueNanos), delay, TimeUnit.NANOSECONDS);
    }

    private void run(Runnable quick, long dueNanos) {
        long began = System.nanoTime();
        busy = true;
        try {
            quick.run();
        } finally {
            busy = false;
            runs.increment();
            Times told = times;
            if (told != null) { // what it throws ends this run alone
                told.run(Math.max(0, began - dueNanos), System.nanoTime() - began);
            }
        }
    }

    void close() {
        clock.shutdownNow();
    }
}
