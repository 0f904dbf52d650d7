package io.mistersmith.eventbus.internal.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets at most one thread run a piece of work, and never none while something waits for it.
 *
 * <p>IDLE --idleToScheduled (a sender)--&gt; SCHEDULED --scheduledToRunning (a thread)--&gt; RUNNING --runningToIdle--&gt;
 * IDLE; RUNNING --runningToScheduled (others come first)--&gt; SCHEDULED; RUNNING --runningToHeld (paused)--&gt; HELD
 * --heldToScheduled--&gt; SCHEDULED.
 *
 * <p>A thread that comes twice for one SCHEDULED is harmless: the second finds another state. So work that a vanished pool
 * took along is simply given to a pool again.
 *
 * <p>Outcomes for a stress test. Sender: queue, {@code idleToScheduled}; runner: find the queue empty,
 * {@code runningToIdle}, look again. "scheduled by the sender" and "seen by the runner" are ACCEPTABLE, both at once is
 * ACCEPTABLE (one more look), "event left in an idle lane" is FORBIDDEN. Two threads in {@code scheduledToRunning}: "both
 * run" is FORBIDDEN.
 */
@SuppressWarnings("UnusedVariable") // padding
public final class RunGate extends RunGateState {

    private long p10, p11, p12, p13, p14, p15, p16, p17;

    /** Called by a sender after it queued something; exactly one caller gets true, and must have the work run. */
    public boolean idleToScheduled() {
        // Read first: under load the answer is nearly always no, and a failed CAS still takes the cache line.
        // Volatile on purpose: a sender writes the queue and then reads the state, the runner writes the state and
        // then reads the queue (Dekker). With anything weaker both can miss, and an event waits for ever.
        return (int) STATE.getVolatile(this) == IDLE && STATE.compareAndSet(this, IDLE, SCHEDULED);
    }

    /** Called by a thread that came to run the work; false: somebody else does, or did. */
    public boolean scheduledToRunning() {
        return STATE.compareAndSet(this, SCHEDULED, RUNNING);
    }

    /** Called by the runner when it found nothing to do; it must look once more afterwards. */
    public void runningToIdle() {
        STATE.setVolatile(this, IDLE);
    }

    /** Called by the runner before it has the work run again. */
    public void runningToScheduled() {
        STATE.setVolatile(this, SCHEDULED);
    }

    /** Called by the runner when it may not go on; it must look afterwards whether it still may not. */
    public void runningToHeld() {
        STATE.setVolatile(this, HELD);
    }

    /** Called by who lets the work go on; a caller that gets true must have it run. */
    public boolean heldToScheduled() {
        return STATE.compareAndSet(this, HELD, SCHEDULED);
    }

    /** Whether a thread is expected. */
    public boolean scheduled() {
        return (int) STATE.getVolatile(this) == SCHEDULED;
    }

    /** Whether a thread is in the work. */
    public boolean running() {
        return (int) STATE.getVolatile(this) == RUNNING;
    }
}

/** The state stands between padding: senders read it all the time, and nobody writes beside it. */
@SuppressWarnings("UnusedVariable")
abstract class RunGatePadding {

    private long p00, p01, p02, p03, p04, p05, p06, p07;
}

abstract class RunGateState extends RunGatePadding {

    static final int IDLE = 0;
    static final int SCHEDULED = 1;
    static final int RUNNING = 2;
    static final int HELD = 3;
    static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(RunGateState.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = IDLE;
}
