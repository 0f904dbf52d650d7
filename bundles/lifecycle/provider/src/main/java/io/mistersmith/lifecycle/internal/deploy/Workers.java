package io.mistersmith.lifecycle.internal.deploy;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** Threads that may be blocked. */
@FunctionalInterface
public interface Workers {

    /**
     * Runs a task on a thread of its own.
     *
     * @param limit after this the thread is interrupted
     * @return interrupts the thread earlier
     * @throws RejectedExecutionException if there is no room now
     */
    Runnable run(Runnable task, Duration limit);
}
