package io.mistersmith.threads.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * One task on its way through a pool; it runs at most once.
 *
 * <p>NEW --enqueue--&gt; QUEUED --begin--&gt; RUNNING --end--&gt; ENDED (at once if the owner has stopped)
 * <br>NEW, QUEUED --withdraw--&gt; ENDED
 * <br>RUNNING --interrupt--&gt; INTERRUPTING --&gt; INTERRUPTED --end--&gt; ENDED
 *
 * <p>It is a {@link ForkJoinTask} so that the work-stealing pool needs no second object for it; the other pools only run
 * it. Whoever takes it off a queue calls {@link #run}, also when it was withdrawn: that gives its place back.
 */
public class PoolTask extends ForkJoinTask<Void> implements Runnable {

    private static final int NEW = 0;
    private static final int QUEUED = 1;
    private static final int RUNNING = 2;
    private static final int INTERRUPTING = 3;
    private static final int INTERRUPTED = 4;
    private static final int ENDED = 5;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PoolTask.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final CorePool pool;
    private final Owner owner;

    /**
     * When it was queued, and in the lowest bit whether its times stand for one task or {@link Sampling#STRIDE}; 0: they are
     * not taken. One field, as each of these objects goes from core to core. Written before it is queued.
     */
    private long queuedNanos;

    /** Cleared at the end, so that a finished job that somebody keeps does not keep the bundle's objects. */
    private @Nullable Runnable work;

    /** Written before RUNNING by the worker, read after RUNNING was seen. */
    private @Nullable Thread runner;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state; // NEW; not written here, which would cost a fence

    public PoolTask(CorePool pool, Owner owner, @Nullable Runnable work) {
        this.pool = pool;
        this.owner = owner;
        this.work = work;
    }

    public final Owner owner() {
        return owner;
    }

    protected final CorePool pool() {
        return pool;
    }

    /** Called by the pool before it queues the task, with 1 or {@link Sampling#STRIDE}. */
    final void timed(int tasks) {
        queuedNanos = (System.nanoTime() & ~1L) | (tasks == 1 ? 0 : 1);
    }

    /** As {@link #enqueue} for a task that nobody else knows yet; publishing it is the queue's affair. */
    final void enqueueFresh() {
        STATE.set(this, QUEUED);
    }

    /** Called by the pool when it admitted the task; false if the task was withdrawn meanwhile. */
    final boolean enqueue() {
        return STATE.compareAndSet(this, NEW, QUEUED);
    }

    /** Keeps the task from beginning; false if it began or ended before. */
    public final boolean withdraw() {
        while (true) {
            int now = (int) STATE.getVolatile(this);
            if (now != NEW && now != QUEUED) {
                return false;
            }
            if (STATE.compareAndSet(this, now, ENDED)) {
                work = null;
                if (now == QUEUED) {
                    pool.forget(this);
                }
                return true;
            }
        }
    }

    /** Interrupts the thread that runs the task, and nobody else; false if no thread does. */
    public final boolean interruptRunner() {
        if (!STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
            return false;
        }
        Thread thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
        STATE.setVolatile(this, INTERRUPTED);
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
        if (!STATE.compareAndSet(this, QUEUED, RUNNING)) {
            runner = null;
            pool.left();
        } else if (owner.stopped() && !outlivesOwner()) {
            end();
            pool.stopped();
            withdrawn();
        } else {
            perform(worker);
            Thread.interrupted();
            Workers.reset(thread);
            if (worker != null && owner.stopped() && !outlivesOwner()) {
                worker.retire(); // it may have come after the stop renewed the workers
            }
        }
        if (worker != null) {
            worker.current(outer);
        }
    }

    private void perform(@Nullable Worker worker) {
        long queued = queuedNanos;
        long began = queued == 0 ? 0 : System.nanoTime();
        @Nullable Throwable failure = null;
        try {
            perform();
        } catch (Throwable e) { // whatever a task throws must not end the worker
            failure = e;
        }
        end();
        if (queued != 0) {
            pool.times(began - queued, System.nanoTime() - began, (queued & 1) == 0 ? 1 : Sampling.STRIDE);
        }
        pool.ran(worker, failure);
        done(failure);
    }

    private void end() {
        if (!STATE.compareAndSet(this, RUNNING, ENDED)) {
            while ((int) STATE.getVolatile(this) == INTERRUPTING) {
                Thread.onSpinWait(); // the interrupt is about to arrive, and must not hit the next task
            }
            STATE.setVolatile(this, ENDED);
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

    /** Whether the end of this owner is its end too. */
    final boolean endsWith(Owner stopped) {
        return owner == stopped && !outlivesOwner();
    }

    /** Whether it runs also after its owner stopped. */
    protected boolean outlivesOwner() {
        return false;
    }

    /** Called on the worker after the task ran. */
    protected void done(@Nullable Throwable failure) {}

    /** Called once if the task will never run although it was queued: its owner stopped, or the pool closed. */
    protected void withdrawn() {}

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
