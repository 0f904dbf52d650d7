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
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A task with a result, which can be cancelled, and ended by a timer. */
class JobTask<T> extends PoolTask implements Job<T> {

    private final Pools pools;
    private final String name;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Callable<T> work;

    /** The timer that ends or begins this job; cancelled when the job has ended. */
    private volatile @Nullable Future<?> timer;

    /** Why the job was ended from outside: what the stage then fails with, rather than with the interrupt it caused. */
    private volatile @Nullable Throwable verdict;

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
        CancellationException cause = new CancellationException("cancelled");
        verdict = cause;
        if (!withdraw()) {
            interruptRunner();
        }
        return conclude(null, cause);
    }

    /** Called by the timer: the time is over. The stage completes on pool io, because users' code hangs on it. */
    final void timeOut(Duration timeout) {
        if (result.isDone()) {
            return;
        }
        TimeoutException cause = new TimeoutException(
                "No result in " + timeout.toMillis() + " ms: pool=" + pool().name() + ", owner=" + owner());
        verdict = cause;
        if (!withdraw()) {
            interruptRunner();
        }
        pools.callback(owner(), () -> conclude(null, cause));
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
            if (verdict == null) { // else this is the interrupt that ended the job
                pool().log(owner(), name, e);
            }
            throw e;
        }
    }

    @Override
    protected final void done(@Nullable Throwable failure) {
        Throwable ended = verdict;
        conclude(value, ended == null ? failure : ended);
        value = null;
    }

    @Override
    protected final void withdrawn() {
        CancellationException cause = new CancellationException("owner stopped or pool closed: owner=" + owner());
        pools.callback(owner(), () -> conclude(null, cause));
    }

    /** Called once when the job has its result. */
    void concluded() {}

    @SuppressWarnings("NullAway") // a job's result may be null when its type allows it
    private boolean conclude(@Nullable T outcome, @Nullable Throwable failure) {
        work = null;
        boolean first = failure == null ? result.complete(outcome) : result.completeExceptionally(failure);
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        if (first) {
            concluded();
        }
        return first;
    }
}
