package io.mistersmith.eventbus.internal.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads come to run the same subscription. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = Expect.ACCEPTABLE,
        desc = "one runs")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "two threads in one subscription")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "scheduled, and nobody runs")
@State
public class RunGateEnterStress {

    private final RunGate gate = new RunGate();

    public RunGateEnterStress() {
        gate.idleToScheduled();
    }

    @Actor
    public void first(ZZ_Result seen) {
        seen.r1 = gate.scheduledToRunning();
    }

    @Actor
    public void second(ZZ_Result seen) {
        seen.r2 = gate.scheduledToRunning();
    }
}
