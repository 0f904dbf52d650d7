package io.mistersmith.lifecycle.internal.framework;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Real threads, without bounds. */
final class TestPools implements ThreadPools, Pool, AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(TestPools::daemon);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, TestPools::daemon);

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-pool");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
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
        return job(timer.scheduleWithFixedDelay(
                () -> run(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public Job<Void> after(Duration delay, Task task) {
        return job(timer.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS));
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
        threads.execute(task);
    }

    @Override
    public <T> Job<T> submit(Callable<T> work, Duration timeout) {
        return job(threads.submit(work));
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
