package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolTask;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task with a result, which can be cancelled, and ended by a timer.
 *
 * <p>Several may want to end it: the worker with its result, the canceller, the timer, the stop of its bundle or pool. The first
 * to write {@link #verdict} decides what the result is; a withdrawn or interrupted run then changes nothing about it.
 */
class JobTask<T> extends PoolTask implements Job<T>, Unfinished {

    /** What decides the result. */
    private enum Verdict {
        /** The work returned or threw. */
        RAN,
        /** Its owner cancelled it, its bundle stopped, or its pool ended. */
        CANCELLED,
        /** Its time was over. */
        TIMED_OUT
    }

    private final Pools pools;
    private final String name;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Callable<T> work;

    /** The timer that ends or begins this job; cancelled when the job has ended. */
    private volatile @Nullable Future<?> timer;

    /** What decided the result; null while nothing has. */
    private final AtomicReference<@Nullable Verdict> verdict = new AtomicReference<>();

    private @Nullable T value; // by the worker alone

    /**
     * @param name the class that the failure is logged with
     */
    JobTask(Pools pools, CorePool pool, Owner owner, String name, Callable<T> work) {
        super(pool, owner, null);
        this.pools = pools;
        this.name = name;
        this.work = work;
    }

    final void timer(Future<?> timer) {
        this.timer = timer;
        if (result.isDone()) {
            timer.cancel(false);
        }
    }

    @Override
    public final CompletionStage<T> result() {
        return result;
    }

    @Override
    public final boolean cancel() {
        return end(Verdict.CANCELLED, new CancellationException("cancelled"), Runnable::run);
    }

    @Override
    public final void end(String why) {
        boolean unused = end(
                Verdict.CANCELLED,
                new CancellationException(why + ": " + where()),
                quick -> pools.callback(owner(), quick));
    }

    /** Only {@link DelayedJob} waits for its time. */
    @Override
    public void endWaiting(String why, Executor callbacks) {}

    /** As {@link #endWaiting}, for a job that may be waiting for its time. */
    final void endIfNew(String why, Executor callbacks) {
        if (withdraw()) {
            withdrawn(why, callbacks);
        }
    }

    /** Called by the timer: the time is over. The stage completes on pool io, because users' code hangs on it. */
    final void timeOut(Duration timeout) {
        boolean unused = end(
                Verdict.TIMED_OUT,
                new TimeoutException("No result in " + timeout.toMillis() + " ms: " + where()),
                quick -> pools.callback(owner(), quick));
    }

    private boolean end(Verdict reason, Throwable cause, Executor callbacks) {
        if (!verdict.compareAndSet(null, reason)) {
            return false;
        }
        if (!withdraw()) {
            boolean unused = interruptRunner();
        }
        callbacks.execute(() -> conclude(null, cause));
        return true;
    }

    private String where() {
        return "pool=" + pool().name() + ", owner=" + owner();
    }

    @Override
    protected final void perform() throws Throwable {
        Callable<T> todo = work;
        if (todo == null) {
            return;
        }
        try {
            value = todo.call();
        } catch (Throwable e) { // whatever it is: nobody may be asking for the result
            if (verdict.get() == null) { // else this is the interrupt that ended the job
                pool().log(owner(), name, e);
            }
            throw e;
        }
    }

    @Override
    protected final void done(@Nullable Throwable failure) {
        if (verdict.compareAndSet(null, Verdict.RAN)) {
            conclude(value, failure);
        }
        value = null;
    }

    @Override
    protected final void withdrawn(@Nullable Runnable todo) {
        withdrawn(owner().stopped() ? Pools.OWNER_STOPPED : Pools.POOL_ENDED, quick -> pools.callback(owner(), quick));
    }

    private void withdrawn(String why, Executor callbacks) {
        CancellationException cause = new CancellationException(why + ": " + where());
        if (verdict.compareAndSet(null, Verdict.CANCELLED)) {
            callbacks.execute(() -> conclude(null, cause));
        }
    }

    /** Called once when the job has its result. */
    void concluded() {
        pools.finished(this);
    }

    @SuppressWarnings("NullAway") // a job's result may be null when its type allows it
    private void conclude(@Nullable T outcome, @Nullable Throwable failure) {
        work = null;
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        concluded(); // before the stage: what hangs on it may close the pools, or take long
        if (failure == null) {
            result.complete(outcome);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
