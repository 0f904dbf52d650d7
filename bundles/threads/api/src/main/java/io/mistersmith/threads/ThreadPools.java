package io.mistersmith.threads;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The pools of this container, as one bundle sees them.
 *
 * <p>Thread-safe. Every pool bounds the number of waiting tasks, and rejects more with a {@link PoolRejectedException}. A task
 * that throws is counted, and logged once with the bundle that submitted it, even if a {@link Job} or a {@code Future} reports
 * the failure too, because nobody may be asking for it. Failures of {@code invokeAny} reach only its caller.
 *
 * <p><b>Everything that was accepted completes.</b> A task runs, or it is cancelled; a {@link Job} completes with its result,
 * with what its work threw, or with one of the exceptions that {@link Job#result} names; and a {@code Future} is done. This
 * holds when a bundle stops, when a pool is resized or removed, and when this service closes or is replaced:
 *
 * <table>
 * <caption>What happens to accepted work</caption>
 * <tr><th></th><th>the bundle stops</th><th>the pool is removed, or this service closes</th></tr>
 * <tr><td>waits for a thread</td><td>cancelled at once; in {@link #compute}, when its turn comes, and jobs at the latest after
 *     the grace time</td><td>runs within the grace time, else it is cancelled</td></tr>
 * <tr><td>runs</td><td>interrupted after the grace time; its job then fails, even if the work ignores the interrupt</td>
 *     <td>the same</td></tr>
 * <tr><td>waits for its time ({@link #after}, {@link #every})</td><td>cancelled at once</td><td>cancelled at once when this
 *     service closes; a removed pool has none</td></tr>
 * </table>
 *
 * <p>Cancelling tells whoever waits: a {@code Job} fails with {@link java.util.concurrent.CancellationException}, a
 * {@code Future} that was given to {@link Pool#execute} or to an {@code ExecutorService} is cancelled, and a
 * {@link CancellableTask} is called. Another {@code Runnable} is dropped and counted as withdrawn. The tasks of
 * {@code CompletableFuture.supplyAsync} and its like cannot be cancelled from outside without leaving their stage incomplete:
 * they always run, with the thread interrupted from the start if they would have been cancelled. The grace time is
 * {@code stop.grace.ms}, by default 2 s, after which interrupted tasks get another second before this service counts as closed.
 *
 * <p>After a bundle stopped, each thread of each pool is replaced by a new one, at once or after the task it runs, so nothing
 * that a task left in a thread local stays. Name, priority, interrupt flag, context class loader and uncaught exception handler
 * of a thread are restored after every task.
 *
 * <p>For libraries that want one, each pool is also a service {@link java.util.concurrent.ExecutorService} with its name in the
 * service property {@value #POOL_NAME}. Every bundle gets its own object: {@code shutdown} and {@code shutdownNow} end that
 * object and what was submitted through it, never the pool. {@code shutdownNow} cancels the {@code Future}s that it returns.
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
     * @throws IllegalArgumentException if there is none of this name; the message lists the available names
     */
    Pool named(String name);

    /**
     * Runs a task repeatedly on pool {@link #io}, the first time after one period. A run that is still going when the next is
     * due is not joined by a second; a run that throws does not end the series.
     *
     * @param period between the starts of two runs, 1 ms or more
     * @return the series. Its result fails with {@link java.util.concurrent.CancellationException} when it is cancelled, its
     *     bundle stops, or this service closes; it never completes otherwise
     * @throws IllegalArgumentException if the period is below 1 ms
     * @throws PoolRejectedException if there are 100,000 timers, the bundle has stopped, or this service is closed
     */
    Job<Void> every(Duration period, Task task);

    /**
     * Runs a task once on pool {@link #io}, after a delay. If the pool is full then, it is tried again every 50 ms.
     *
     * @param delay 0 or more
     * @return the job. Its result fails with {@link java.util.concurrent.CancellationException} when it is cancelled, its
     *     bundle stops, or this service closes before the delay is over
     * @throws IllegalArgumentException if the delay is negative
     * @throws PoolRejectedException if there are 100,000 timers, the bundle has stopped, or this service is closed
     */
    Job<Void> after(Duration delay, Task task);
}
