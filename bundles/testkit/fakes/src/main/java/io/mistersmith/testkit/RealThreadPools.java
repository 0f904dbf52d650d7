package io.mistersmith.testkit;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Real threads for tests of what happens at once; {@link ManualThreadPools} suits all others. Every pool is the same one. Jobs
 * can be cancelled, but their results never come.
 */
public final class RealThreadPools implements ThreadPools, Pool, AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, RealThreadPools::daemon);
    private final ThreadPoolExecutor workers;
    private final int waiting;

    private RealThreadPools(int threads, int most, int waiting, BlockingQueue<Runnable> queue) {
        this.waiting = waiting;
        workers = new ThreadPoolExecutor(threads, most, 1, TimeUnit.SECONDS, queue, RealThreadPools::daemon);
    }

    /** As many threads as there are tasks. */
    public static RealThreadPools unbounded() {
        return new RealThreadPools(0, Integer.MAX_VALUE, 0, new SynchronousQueue<>());
    }

    /** So many threads, and so many tasks that wait for one; more are refused. */
    public static RealThreadPools bounded(int threads, int waiting) {
        return new RealThreadPools(threads, threads, waiting, new LinkedBlockingQueue<>(waiting));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-pool");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    @Override
    public Pool compute() {
        return this;
    }

    @Override
    public Pool io() {
        return this;
    }

    @Override
    public Pool blocking() {
        return this;
    }

    @Override
    public Pool named(String name) {
        return this;
    }

    @Override
    public Job<Void> every(Duration period, Task task) {
        long nanos = period.toNanos();
        return job(timer.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public Job<Void> after(Duration delay, Task task) {
        return job(timer.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (Exception thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException full) {
            throw refused();
        }
    }

    @Override
    public <T> Job<T> submit(Callable<T> work, Duration timeout) {
        try {
            return job(workers.submit(work));
        } catch (RejectedExecutionException full) {
            throw refused();
        }
    }

    private PoolRejectedException refused() {
        return new PoolRejectedException(name(), workers.getMaximumPoolSize(), waiting);
    }

    private static <T> Job<T> job(Future<?> future) {
        return new Job<>() {
            @Override
            public CompletionStage<T> result() {
                return new CompletableFuture<>();
            }

            @Override
            public boolean cancel() {
                return future.cancel(true);
            }
        };
    }
}
