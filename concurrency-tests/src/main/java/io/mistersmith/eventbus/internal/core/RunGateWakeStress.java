package io.mistersmith.eventbus.internal.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two senders wake an idle subscription. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = Expect.ACCEPTABLE,
        desc = "one has it run")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "given to a pool twice")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "events left in an idle subscription")
@State
public class RunGateWakeStress {

    private final RunGate gate = new RunGate();

    @Actor
    public void first(ZZ_Result seen) {
        seen.r1 = gate.idleToScheduled();
    }

    @Actor
    public void second(ZZ_Result seen) {
        seen.r2 = gate.idleToScheduled();
    }
}
