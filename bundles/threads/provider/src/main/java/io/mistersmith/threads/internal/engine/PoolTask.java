package io.mistersmith.threads.internal.engine;

import io.mistersmith.threads.CancellableTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One task on its way through a pool. Once it was queued, exactly one of two things happens to it: it runs, or it is
 * withdrawn. A pool that has no thread for it takes it back, and it may be queued again. {@link TaskState} has its states and
 * their order.
 *
 * <p>The compare-and-set out of QUEUED decides between the worker and everyone who withdraws; the one out of RUNNING between
 * the end of the run and an interrupt. Whoever takes a task off a queue calls {@link #run}, even if it was withdrawn: that
 * gives its place in the pool back.
 *
 * <p>It is a {@link ForkJoinTask} so that the work-stealing pool needs no second object for it; the other pools only run it.
 */
public class PoolTask extends ForkJoinTask<Void> implements Runnable {

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PoolTask.class, "state", TaskState.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final CorePool pool;
    private final Owner owner;

    /** Time at which it was queued, never 0; 0 while nobody keeps times. Written before it is queued. */
    private long queuedNanos;

    /** Cleared at the end, so that a finished job that somebody keeps does not keep the bundle's objects. */
    private @Nullable Runnable work;

    /** Written before RUNNING by the worker, read after RUNNING was seen. */
    private @Nullable Thread runner;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile @Nullable TaskState state; // null is NEW: writing that here would cost a fence

    public PoolTask(CorePool pool, Owner owner, @Nullable Runnable work) {
        this.pool = pool;
        this.owner = owner;
        this.work = work;
    }

    public final Owner owner() {
        return owner;
    }

    /** The pool that it is or will be queued in. */
    public final CorePool pool() {
        return pool;
    }

    /** Where it is in its life. */
    final TaskState state() {
        TaskState now = state;
        return now == null ? TaskState.NEW : now;
    }

    private boolean move(@Nullable TaskState from, @Nullable TaskState to) {
        return STATE.compareAndSet(this, from, to);
    }

    /** Called by the pool before it queues the task, if its times are kept. */
    final void timed() {
        queuedNanos = System.nanoTime() | 1L; // at most 1 ns late, and never 0
    }

    /** As {@link #enqueue} for a task that nobody else knows yet; publishing it is the queue's affair. */
    final void enqueueFresh() {
        STATE.set(this, TaskState.QUEUED);
    }

    /** Called by the pool when it admitted the task; false if the task was withdrawn meanwhile. */
    final boolean enqueue() {
        return move(null, TaskState.QUEUED);
    }

    /**
     * Keeps the task from running, without a call of {@link #withdrawn}: for those who notify its waiters themselves.
     *
     * @return false if it began, ran or was withdrawn before
     */
    public final boolean withdraw() {
        if (move(null, TaskState.WITHDRAWN)) {
            work = null;
            return true;
        }
        if (!move(TaskState.QUEUED, TaskState.WITHDRAWN)) {
            return false;
        }
        work = null;
        pool.forget(this);
        return true;
    }

    /**
     * Called by the pool that queued it and has no thread for it: from now on it is not queued. Whoever finds it in the queue
     * all the same gives its place back, as with a task that was withdrawn.
     *
     * @return false if it began, ran or was withdrawn before
     */
    final boolean takeBack() {
        return move(TaskState.QUEUED, null);
    }

    /** Withdraws the task, if it has not begun, and notifies whoever waits for it. */
    final void abandon() {
        Runnable todo = work;
        if (withdraw()) {
            withdrawn(todo);
        }
    }

    /** Interrupts the thread that runs the task, and no other; false if no thread does. */
    public final boolean interruptRunner() {
        if (!move(TaskState.RUNNING, TaskState.INTERRUPTING)) {
            return false;
        }
        Thread thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
        STATE.setVolatile(this, TaskState.INTERRUPTED);
        return true;
    }

    @Override
    public final void run() {
        Thread thread = Thread.currentThread();
        Worker worker = thread instanceof Worker one ? one : null;
        PoolTask outer = worker == null ? null : worker.current();
        runner = thread;
        if (worker != null) {
            // Before the state changes: who stops the owner then finds the task here, or the task sees the stop.
            worker.current(this);
        }
        if (!move(TaskState.QUEUED, TaskState.RUNNING)) {
            runner = null;
            pool.left();
        } else if (owner.stopped() && !outlivesOwner() && !mustRun()) {
            Runnable todo = work;
            end(TaskState.WITHDRAWN);
            pool.stopped();
            withdrawn(todo);
        } else {
            perform(thread, worker);
        }
        if (worker != null) {
            worker.current(outer);
        }
    }

    private void perform(Thread thread, @Nullable Worker worker) {
        long queued = queuedNanos;
        long began = queued == 0 ? 0 : System.nanoTime();
        @Nullable Throwable failure = null;
        try {
            if (owner.stopped() && !outlivesOwner()) {
                thread.interrupt(); // as if it had begun before the stop, and been interrupted for it
            }
            perform();
        } catch (Throwable e) { // whatever a task throws must not end the worker
            failure = e;
        }
        end(TaskState.RAN);
        if (queued != 0) {
            pool.times(began - queued, System.nanoTime() - began);
        }
        pool.ran(worker, failure);
        done(failure);
        Workers.reset(thread);
        if (worker != null && owner.stopped() && !outlivesOwner()) {
            worker.retire(); // it may have come after the stop renewed the workers
        }
    }

    private void end(TaskState last) {
        if (!move(TaskState.RUNNING, last)) {
            while (state == TaskState.INTERRUPTING) {
                Thread.onSpinWait(); // the interrupt is about to arrive, and must not hit the next task
            }
            STATE.setVolatile(this, last);
        }
        work = null;
        runner = null;
    }

    /** Does the work. */
    protected void perform() throws Throwable {
        Runnable todo = work;
        if (todo == null) {
            return;
        }
        try {
            todo.run();
        } catch (Throwable e) { // whatever it is: counted by the caller, and nobody else will log it
            pool.log(owner, todo.getClass().getName(), e);
            throw e;
        }
    }

    /** Whether the stop of this owner withdraws it while it waits. */
    final boolean endsWith(Owner stopped) {
        return owner == stopped && !outlivesOwner() && !mustRun();
    }

    /** Whether it runs although its owner stopped. */
    protected boolean outlivesOwner() {
        return false;
    }

    /**
     * Whether only running it completes what waits for it: the JDK gives no other way to end the stage of a
     * {@code CompletableFuture.supplyAsync}. See docs/decisions/0125.
     */
    public final boolean mustRun() {
        return work instanceof CompletableFuture.AsynchronousCompletionTask;
    }

    /** Called on the worker after the task ran. */
    protected void done(@Nullable Throwable failure) {}

    /**
     * Called once if the task was queued and will never run, because its owner stopped or the pool ended. Notifies whoever
     * waits for the task.
     */
    protected void withdrawn(@Nullable Runnable todo) {
        try {
            if (todo instanceof CancellableTask cancellable) {
                cancellable.cancelled();
            } else if (todo instanceof Future<?> future) {
                boolean unused = future.cancel(false);
            }
        } catch (Throwable e) { // foreign code, called by those who must end many more
            pool.log(owner, String.valueOf(todo == null ? null : todo.getClass().getName()), e);
        }
    }

    // The face that the work-stealing pool sees.

    @Override
    public final Void getRawResult() {
        return null;
    }

    @Override
    protected final void setRawResult(Void value) {}

    /** False: nobody joins it, so the work-stealing pool need not note that it is done. */
    @Override
    protected final boolean exec() {
        run();
        return false;
    }

    /** Called by a work-stealing pool that ends, for what it finds in its queues; nobody else knows this type. */
    @Override
    public final boolean cancel(boolean interrupt) {
        pool.dropped(this);
        return false;
    }
}
