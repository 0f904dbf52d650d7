package io.mistersmith.eventbus.internal.core;

import org.jctools.queues.MpscArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A sender queues an event at the moment the runner, which found nothing, goes idle and looks once more. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the sender has it run")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the runner saw it")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both: one look too many")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "event left in an idle subscription")
@State
public class RunGateLeaveStress {

    private final RunGate gate = new RunGate();
    private final MpscArrayQueue<String> queue = new MpscArrayQueue<>(2);

    public RunGateLeaveStress() {
        gate.idleToScheduled();
        gate.scheduledToRunning();
    }

    @Actor
    public void sender(ZZ_Result seen) {
        queue.offer("event");
        seen.r1 = gate.idleToScheduled();
    }

    @Actor
    public void runner(ZZ_Result seen) {
        gate.runningToIdle();
        seen.r2 = !queue.isEmpty();
    }
}
