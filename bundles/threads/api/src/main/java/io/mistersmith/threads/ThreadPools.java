package io.mistersmith.threads;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The pools of this container, as one bundle sees them.
 *
 * <p>Thread-safe. Every pool has a limit of waiting tasks and refuses what comes above it with a
 * {@link PoolRejectedException}. A task that throws is counted, and logged once with the bundle that gave it, also when a
 * {@link Job} or a {@code Future} tells of it: nobody may be asking that. Of {@code invokeAny} only the caller hears.
 *
 * <p>A task belongs to the bundle that gave it. When the bundle stops, its waiting tasks are cancelled, running ones are
 * interrupted after the grace time, and its timers end. Then, or after the task it runs, each thread of each pool is replaced
 * by a new one, so nothing that a task left in a thread local stays; the context class loader is put back after every task.
 *
 * <p>For libraries that want one, each pool is also a service {@link java.util.concurrent.ExecutorService} with its name in the
 * service property {@value #POOL_NAME}. Every bundle gets an object of its own: {@code shutdown} and {@code shutdownNow} end that
 * object and what was given through it, never the pool.
 */
@ProviderType
public interface ThreadPools {

    /** The service property with the pool's name, of each {@link java.util.concurrent.ExecutorService} that is a pool. */
    String POOL_NAME = "threads.name";

    /**
     * For work that only computes: work stealing, as many threads as there are cores. Nothing is promised about the order of
     * its tasks.
     */
    Pool compute();

    /** For short callbacks and calls that wait for a moment. */
    Pool io();

    /** For work that blocks: database calls, event handlers. */
    Pool blocking();

    /**
     * The pool that an {@code etc/io.mistersmith.threads.pool-NAME.cfg} describes, or one of {@code compute}, {@code io},
     * {@code blocking}.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists those there are
     */
    Pool named(String name);

    /**
     * Runs a task again and again on pool {@link #io}, the first time after one period. A run that is still going when
     * the next is due is not joined by a second; a run that throws does not end the series.
     *
     * @param period between the starts of two runs, 1 ms or more
     * @return the series; cancelling it ends it, its result never completes otherwise
     */
    Job<Void> every(Duration period, Task task);

    /**
     * Runs a task once on pool {@link #io}, after a delay.
     *
     * @param delay 0 or more
     */
    Job<Void> after(Duration delay, Task task);
}
