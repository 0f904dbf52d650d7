package io.mistersmith.eventbus.internal.core;

import io.mistersmith.threads.CancellableTask;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs on a pool when there is something to do, on one thread at a time. It is its own task: giving it to
 * the pool allocates nothing.
 */
public abstract class Work implements CancellableTask {

    /** How a run ended. */
    protected enum Outcome {
        /** There is nothing to do. */
        EMPTY,
        /** There is more, but others come first. */
        AGAIN,
        /** There may be more, but it has to wait until {@link Work#release}. */
        HOLD
    }

    private static final int MAX_ROUNDS = 64;

    private final RunGate gate = new RunGate();
    private final Dispatcher dispatcher;
    private volatile @Nullable Thread runner;

    /** Work that the dispatcher brings to its pool. */
    protected Work(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** The pool that it runs on. */
    protected abstract String pool();

    /** Does what there is to do, within bounds. */
    protected abstract Outcome work();

    /** Whether there is something to do; asked after a run that found nothing. */
    protected abstract boolean hasWork();

    /** Whether it must wait; asked after a run that ended so. */
    protected boolean holds() {
        return false;
    }

    /** Has it run, unless that is under way. Any thread, after queueing. */
    public final void wake() {
        if (gate.idleToScheduled()) {
            dispatcher.execute(this);
        }
    }

    /** Has it run if it was held. Any thread, after what held it is gone. */
    public final void release() {
        if (gate.heldToScheduled()) {
            dispatcher.execute(this);
        } else {
            wake();
        }
    }

    /** The pool ended before it ran: it is still scheduled, so another thread has to come. */
    @Override
    public final void cancelled() {
        dispatcher.givenUp(this);
    }

    /** Gives it to a pool once more, if a thread is expected: the one before may have gone with its pool. */
    final void revive() {
        revived();
        if (gate.scheduled()) {
            dispatcher.execute(this);
        }
    }

    /** Called when pools came (back): timers from before may be lost. */
    protected void revived() {}

    /** The thread that is in it now; null when there is none. */
    public final @Nullable Thread runner() {
        return runner;
    }

    /** Whether a thread is in it. */
    public final boolean running() {
        return gate.running();
    }

    @Override
    public final void run() {
        if (!gate.scheduledToRunning()) {
            return;
        }
        Outcome outcome;
        int rounds = 0;
        do {
            outcome = Outcome.AGAIN;
            runner = Thread.currentThread();
            try {
                outcome = work();
            } finally {
                runner = null; // before the gate opens: the next runner sets it
                leave(outcome);
            }
        } while (outcome == Outcome.EMPTY && !idle(++rounds));
    }

    /** Tries to go idle; false: there is more to do, and this thread does it. */
    private boolean idle(int rounds) {
        gate.runningToIdle();
        if (!hasWork()) {
            return true;
        }
        if (rounds >= MAX_ROUNDS) {
            wake();
            return true;
        }
        return !gate.idleToScheduled() || !gate.scheduledToRunning();
    }

    private void leave(Outcome outcome) {
        if (outcome == Outcome.AGAIN) {
            gate.runningToScheduled();
            dispatcher.execute(this);
        } else if (outcome == Outcome.HOLD) {
            gate.runningToHeld();
            if (!holds()) {
                release();
            }
        }
    }
}
