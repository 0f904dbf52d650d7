package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Pools on real threads, as many as are needed; {@link #full} makes them refuse. */
final class RunningThreads implements ThreadPools, AutoCloseable {

    volatile boolean full;
    volatile boolean noTimers;

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(8);

    private record Given<T>(CompletableFuture<T> done, Future<?> task) implements Job<T> {

        @Override
        public CompletionStage<T> result() {
            return done;
        }

        @Override
        public boolean cancel() {
            return task.cancel(true);
        }
    }

    private final class AnyPool implements Pool {

        @Override
        public String name() {
            return "any";
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public <T> Job<T> submit(Callable<T> work, Duration timeout) {
            if (full) {
                throw new PoolRejectedException("any", 1, 1);
            }
            CompletableFuture<T> done = new CompletableFuture<>();
            Future<?> task = executor.submit(() -> {
                try {
                    done.complete(work.call());
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
            Future<?> unused = executor.schedule(
                    () -> {
                        if (done.completeExceptionally(new TimeoutException())) {
                            task.cancel(true);
                        }
                    },
                    timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
            return new Given<>(done, task);
        }
    }

    @Override
    public Pool compute() {
        return new AnyPool();
    }

    @Override
    public Pool io() {
        return new AnyPool();
    }

    @Override
    public Pool blocking() {
        return new AnyPool();
    }

    @Override
    public Pool named(String name) {
        return new AnyPool();
    }

    @Override
    public Job<Void> every(Duration period, Task task) {
        return new Given<>(
                new CompletableFuture<>(),
                executor.scheduleAtFixedRate(
                        () -> quietly(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public Job<Void> after(Duration delay, Task task) {
        if (noTimers) {
            throw new PoolRejectedException("scheduler", 1, 1);
        }
        return new Given<>(
                new CompletableFuture<>(),
                executor.schedule(() -> quietly(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static void quietly(Task task) {
        try {
            task.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
