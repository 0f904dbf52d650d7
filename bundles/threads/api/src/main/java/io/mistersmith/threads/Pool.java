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
     * Queues a task.
     *
     * @throws PoolRejectedException if the queue is full or the pool is closed; the task will not run
     */
    @Override
    void execute(Runnable task);

    /**
     * Queues work and gives its result. The stage completes on the thread that ran the work.
     *
     * @param timeout from now until the result; then the work is interrupted, and the stage fails with
     *     {@link java.util.concurrent.TimeoutException}
     * @throws PoolRejectedException if the queue is full or the pool is closed; the work will not run
     */
    <T> Job<T> submit(Callable<T> work, Duration timeout);
}
