package io.mistersmith.sourcing.internal;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets one run go on at a time, and never none while there is something to do.
 *
 * <p>IDLE --begin (a waker)--&gt; RUNNING --begin (another waker)--&gt; AGAIN; RUNNING --end (the run)--&gt; IDLE; AGAIN
 * --end--&gt; RUNNING, and the run goes round once more
 */
final class RunGate {

    private enum State {
        IDLE,
        RUNNING,
        AGAIN
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    /** Whether the caller has to start a run; if not, the one that goes on looks once more. */
    boolean begin() {
        return state.getAndUpdate(now -> now == State.IDLE ? State.RUNNING : State.AGAIN) == State.IDLE;
    }

    /** Whether the run may end; if not, somebody called {@link #begin} meanwhile, and it must go round again. */
    boolean end() {
        return state.getAndUpdate(now -> now == State.AGAIN ? State.RUNNING : State.IDLE) == State.RUNNING;
    }

    /** Ends the run whatever was asked for meanwhile; somebody will call {@link #begin} again. */
    void abandon() {
        state.set(State.IDLE);
    }
}
