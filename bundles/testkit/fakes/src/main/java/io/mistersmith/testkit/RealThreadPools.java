package io.mistersmith.testkit;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Real threads for tests of what happens at once; {@link ManualThreadPools} suits all others. Every pool is the same one, and
 * {@link #close} has no grace time.
 */
public final class RealThreadPools implements ThreadPools, Pool, AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, RealThreadPools::daemon);
    private final ThreadPoolExecutor workers;
    private final int waiting;
    private final Set<RealJob<?>> jobs = ConcurrentHashMap.newKeySet();

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
        workers.shutdownNow().forEach(Unrun::end);
        jobs.forEach(RealJob::cancel);
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
        if (period.toMillis() < 1) {
            throw new IllegalArgumentException("period=" + period + " is not 1 ms or more");
        }
        RealJob<Void> job = new RealJob<>();
        long nanos = period.toNanos();
        return timed(job, () -> timer.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public Job<Void> after(Duration delay, Task task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay=" + delay + " is negative");
        }
        RealJob<Void> job = new RealJob<>();
        return timed(
                job,
                () -> timer.schedule(
                        () -> job.run(() -> {
                            task.run();
                            return null;
                        }),
                        delay.toNanos(),
                        TimeUnit.NANOSECONDS));
    }

    private Job<Void> timed(RealJob<Void> job, Supplier<Future<?>> start) {
        jobs.add(job);
        try {
            job.future(start.get());
        } catch (RejectedExecutionException closed) {
            jobs.remove(job);
            throw new PoolRejectedException("scheduler", 1, 0);
        }
        return job;
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (Exception | LinkageError thrown) {
            System.getLogger(RealThreadPools.class.getName()).log(System.Logger.Level.WARNING, "a run failed", thrown);
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
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout=" + timeout + " is not above 0");
        }
        RealJob<T> job = new RealJob<>();
        jobs.add(job);
        try {
            job.future(workers.submit(() -> job.run(work)));
        } catch (RejectedExecutionException full) {
            jobs.remove(job);
            throw refused();
        }
        job.result.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return job;
    }

    private PoolRejectedException refused() {
        return new PoolRejectedException(
                name(), workers.getMaximumPoolSize(), workers.isShutdown() ? 0 : Math.max(1, waiting));
    }

    private final class RealJob<T> implements Job<T> {

        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile @Nullable Future<?> future;

        RealJob() {
            var unused = result.whenComplete((value, failure) -> {
                jobs.remove(this);
                Future<?> running = future;
                if (failure != null && running != null) {
                    running.cancel(true);
                }
            });
        }

        void future(Future<?> running) {
            future = running;
            if (result.isCompletedExceptionally()) {
                running.cancel(true);
            }
        }

        void run(Callable<T> work) {
            if (result.isDone()) {
                return;
            }
            try {
                result.complete(work.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        }

        @Override
        public CompletionStage<T> result() {
            return result;
        }

        @Override
        public boolean cancel() {
            return result.completeExceptionally(new CancellationException("cancelled"));
        }
    }
}
