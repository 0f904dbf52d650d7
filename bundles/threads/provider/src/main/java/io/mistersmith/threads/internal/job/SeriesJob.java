package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolTask;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs again and again until it is cancelled.
 *
 * <p>The timer calls {@link #fire} when a run is due. A run that is due while the last one is queued or running is skipped,
 * and so is one that pool io has no room for; the next is due one period later.
 */
final class SeriesJob implements Job<Void>, Unfinished {

    private final Pools pools;
    private final Owner owner;
    private final long periodNanos;
    private final Task task;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable PoolTask run;
    private volatile @Nullable Future<?> timer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private boolean failing; // by the runs, one after the other
    private long dueNanos; // by the timer thread, and before it by the constructor

    SeriesJob(Pools pools, Owner owner, long periodNanos, Task task) {
        this.pools = pools;
        this.owner = owner;
        this.periodNanos = periodNanos;
        this.task = task;
        this.dueNanos = System.nanoTime();
    }

    /** Arranges the next run: one period after the last was due, or after now if that has passed. */
    void schedule() {
        long now = System.nanoTime();
        dueNanos = dueNanos + periodNanos - now > 0 ? dueNanos + periodNanos : now + periodNanos;
        Future<?> next = pools.timer().schedule(this::fire, dueNanos - now);
        timer = next;
        if (ended.get()) {
            next.cancel(false);
        }
    }

    private void fire() {
        if (ended.get()) {
            return;
        }
        try {
            schedule();
        } catch (RejectedExecutionException e) {
            return; // the pools close, and will end this series
        }
        if (busy.compareAndSet(false, true)) {
            try {
                PoolTask next = new Run();
                run = next;
                pools.io().submit(next);
            } catch (Throwable e) { // counted by the pool, or no memory; the next period tries again
                busy.set(false);
            }
        }
    }

    @Override
    public CompletionStage<Void> result() {
        return result;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public CorePool pool() {
        return pools.io();
    }

    @Override
    public boolean cancel() {
        return end("cancelled", Runnable::run, true);
    }

    @Override
    public void endWaiting(String why, Executor callbacks) {
        boolean unused = end(why + ": owner=" + owner, callbacks, false);
    }

    @Override
    public void end(String why) {
        boolean unused = end(why + ": owner=" + owner, quick -> pools.callback(owner, quick), true);
    }

    private boolean end(String why, Executor callbacks, boolean interrupt) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        Future<?> next = timer;
        if (next != null) {
            next.cancel(false);
        }
        PoolTask last = run;
        if (last != null && !last.withdraw() && interrupt) {
            boolean unused = last.interruptRunner();
        }
        pools.finished(this);
        pools.timer().leave();
        callbacks.execute(() -> result.completeExceptionally(new CancellationException(why)));
        return true;
    }

    /** One run of the series. */
    private final class Run extends PoolTask {

        Run() {
            super(pools.io(), owner, null);
        }

        @Override
        protected void perform() throws Exception {
            if (!ended.get()) {
                task.run();
            }
        }

        @Override
        protected void done(@Nullable Throwable failure) {
            try {
                if (failure != null && !failing && !ended.get()) {
                    // once, until a run succeeds: a series may fail a thousand times a second
                    pool().log(owner, task.getClass().getName(), failure);
                }
            } finally {
                failing = failure != null;
                run = null;
                busy.set(false);
            }
        }

        @Override
        protected void withdrawn(@Nullable Runnable todo) {
            busy.set(false);
        }
    }
}
