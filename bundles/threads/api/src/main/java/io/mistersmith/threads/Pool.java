package io.mistersmith.threads;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/** One pool of threads with a bounded queue. Thread-safe. */
@ProviderType
public interface Pool extends Executor {

    /** As {@link ThreadPools#named} knows it. */
    String name();

    /**
     * Queues a task and returns. The task runs once, unless it is cancelled first because its bundle stopped or the pool ended;
     * {@link ThreadPools} says who is notified then. Use {@link CancellableTask} for a task that something else waits for.
     *
     * @throws PoolRejectedException if the queue is full or the pool is closed; the task will not run
     */
    @Override
    void execute(Runnable task);

    /**
     * Queues work and returns its job, whose result always completes.
     *
     * @param timeout above 0, from now until the result; then the work is interrupted, and the result fails with
     *     {@link java.util.concurrent.TimeoutException}
     * @throws IllegalArgumentException if the timeout is 0 or negative
     * @throws PoolRejectedException if the queue is full or the pool is closed; the work will not run
     */
    <T> Job<T> submit(Callable<T> work, Duration timeout);
}
