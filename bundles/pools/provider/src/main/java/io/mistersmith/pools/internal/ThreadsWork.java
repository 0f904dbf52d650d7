package io.mistersmith.pools.internal;

import io.mistersmith.pools.internal.engine.Work;
import io.mistersmith.threads.CancellableTask;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The container's threads: what may block goes to pool {@code blocking}, all else to {@code io}. */
public final class ThreadsWork implements Work {

    private final ThreadPools threads;

    /** Work on these pools. */
    public ThreadsWork(ThreadPools threads) {
        this.threads = threads;
    }

    @Override
    public void run(Runnable task, Duration limit, Runnable never) {
        AtomicBoolean begun = new AtomicBoolean(); // by the task, or by who gives it up: whoever is first
        Runnable once = () -> {
            if (begun.compareAndSet(false, true)) {
                never.run();
            }
        };
        try {
            threads.blocking()
                    .submit(
                            () -> {
                                if (begun.compareAndSet(false, true)) {
                                    task.run();
                                }
                                return null;
                            },
                            limit)
                    .result()
                    .whenComplete(
                            (nothing, failure) -> once.run()); // a failure before it began: withdrawn, or too late
        } catch (Throwable e) { // rejected, or such as an OutOfMemoryError for a new thread
            once.run();
        }
    }

    @Override
    public boolean soon(Runnable task) {
        try {
            threads.io().execute(new Certain(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public @Nullable Timer after(Duration delay, Runnable task, Runnable lost) {
        AtomicBoolean begun = new AtomicBoolean(); // so that a task which throws is not lost as well
        return timer(() -> {
            Job<Void> job = threads.after(delay, () -> {
                begun.set(true);
                task.run();
            });
            var unused = job.result().whenComplete((nothing, failure) -> {
                if (failure != null && !begun.get()) {
                    lost.run();
                }
            });
            return job;
        });
    }

    @Override
    public @Nullable Timer every(Duration period, Runnable task) {
        Task run = task::run;
        return timer(() -> threads.every(period, run));
    }

    /** A task that runs once, even if the pool that accepted it ends first: a caller waits for it. */
    private record Certain(Runnable task) implements CancellableTask {

        @Override
        public void run() {
            task.run();
        }

        @Override
        public void cancelled() {
            task.run();
        }
    }

    private static @Nullable Timer timer(Supplier<Job<Void>> start) {
        try {
            return start.get()::cancel;
        } catch (RejectedExecutionException e) {
            return null;
        }
    }
}
