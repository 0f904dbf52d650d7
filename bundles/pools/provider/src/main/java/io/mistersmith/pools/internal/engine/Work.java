package io.mistersmith.pools.internal.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a pool gets its threads and its timers from. Thread-safe. */
public interface Work {

    /** No threads at all: nothing is run. */
    Work NONE = new Work() {
        @Override
        public void run(Runnable task, Duration limit, Runnable never) {
            never.run();
        }

        @Override
        public boolean soon(Runnable task) {
            return false;
        }

        @Override
        public @Nullable Timer after(Duration delay, Runnable task, Runnable lost) {
            return null;
        }

        @Override
        public @Nullable Timer every(Duration period, Runnable task) {
            return null;
        }
    };

    /**
     * Runs a task that may block on another thread, which is interrupted when the time is over.
     *
     * @param limit from now
     * @param never called instead of the task if that will not run; on this thread or another. Exactly one of both is called
     */
    void run(Runnable task, Duration limit, Runnable never);

    /**
     * Runs a short task on another thread, or on the one that ends the threads if they end first.
     *
     * @return false if it will not run
     */
    boolean soon(Runnable task);

    /**
     * Runs a short task once.
     *
     * @param lost called instead of the task if the threads end before the delay does, or the timer is cancelled
     * @return null if neither will be called
     */
    @Nullable
    Timer after(Duration delay, Runnable task, Runnable lost);

    /**
     * Runs a short task again and again.
     *
     * @return null if it will not run
     */
    @Nullable
    Timer every(Duration period, Runnable task);

    /** A task that waits for its time. */
    interface Timer {

        /** It does not run any more; nothing if it runs or has. */
        void cancel();
    }
}
