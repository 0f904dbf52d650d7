package io.mistersmith.threads.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * One task on its way through a pool; it runs at most once.
 *
 * <p>NEW --enqueue--&gt; QUEUED --begin--&gt; RUNNING --end--&gt; ENDED
 * <br>NEW, QUEUED --withdraw--&gt; ENDED
 * <br>RUNNING --interrupt--&gt; INTERRUPTING --&gt; INTERRUPTED --end--&gt; ENDED
 *
 * <p>It is a {@link ForkJoinTask} so that the work-stealing pool needs no second object for it; the other pools only run
 * it. Whoever takes it off a queue calls {@link #run}, also when it was withdrawn: that gives its place back.
 */
class PoolTask extends ForkJoinTask<Void> implements Runnable {

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
    private final long createdNanos = System.nanoTime();

    /** Cleared at the end, so that a finished job that somebody keeps does not keep the bundle's objects. */
    private @Nullable Runnable work;

    /** Written before RUNNING by the worker, read after RUNNING was seen. */
    private @Nullable Thread runner;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = NEW;

    PoolTask(CorePool pool, Owner owner, @Nullable Runnable work) {
        this.pool = pool;
        this.owner = owner;
        this.work = work;
    }

    final Owner owner() {
        return owner;
    }

    final CorePool pool() {
        return pool;
    }

    /** Called by the pool when it admitted the task; false if the task was withdrawn meanwhile. */
    final boolean enqueue() {
        return STATE.compareAndSet(this, NEW, QUEUED);
    }

    /** Keeps the task from beginning; false if it began or ended before. */
    final boolean withdraw() {
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
    final boolean interruptRunner() {
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
        runner = thread;
        if (owner.stopped() && withdraw()) {
            withdrawn();
        }
        if (!STATE.compareAndSet(this, QUEUED, RUNNING)) {
            runner = null;
            pool.left();
            return;
        }
        Worker worker = thread instanceof Worker one ? one : null;
        PoolTask outer = worker == null ? null : worker.current();
        if (worker != null) {
            worker.current(this);
        }
        long began = System.nanoTime();
        @Nullable Throwable failure = null;
        try {
            perform();
        } catch (Throwable e) { // whatever a task throws must not end the worker
            failure = e;
        }
        end();
        pool.ran(began - createdNanos, System.nanoTime() - began, failure);
        done(failure);
        if (worker != null) {
            worker.current(outer);
        }
        Thread.interrupted();
        Workers.reset(thread);
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
    void perform() throws Exception {
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

    /** Called on the worker after the task ran. */
    void done(@Nullable Throwable failure) {}

    /** Called once if the task will never run although it was queued: its owner stopped, or the pool closed. */
    void withdrawn() {}

    // The face that the work-stealing pool sees.

    @Override
    public final Void getRawResult() {
        return null;
    }

    @Override
    protected final void setRawResult(Void value) {}

    @Override
    protected final boolean exec() {
        run();
        return true;
    }

    /** Called by a work-stealing pool that is shut down at once, for what is still queued. */
    @Override
    public final boolean cancel(boolean interrupt) {
        if (withdraw()) {
            withdrawn();
        }
        return super.cancel(interrupt);
    }
}
