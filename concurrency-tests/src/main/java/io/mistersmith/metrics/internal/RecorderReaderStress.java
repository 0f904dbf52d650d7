package io.mistersmith.metrics.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/** A reader looks while a value is recorded. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "not yet recorded")
@Outcome(id = "1, 100, 100, 100", expect = Expect.ACCEPTABLE, desc = "recorded")
@Outcome(expect = Expect.FORBIDDEN, desc = "a value is counted and not in sum, minimum or maximum")
@State
public class RecorderReaderStress {

    private final Recorder recorder = new Recorder();

    @Actor
    public void record() {
        recorder.record(100);
    }

    @Actor
    public void look(JJJJ_Result seen) {
        RecordedDistribution values = recorder.snapshot();
        seen.r1 = values.count();
        seen.r2 = values.sum();
        seen.r3 = values.min();
        seen.r4 = values.max();
    }
}
