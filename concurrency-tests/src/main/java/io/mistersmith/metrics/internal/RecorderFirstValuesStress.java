package io.mistersmith.metrics.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/** Two threads record the first values of one size: both make the chunk of buckets, and one of the two must give way. */
@JCStressTest
@Outcome(id = "2, 217, 100, 117", expect = Expect.ACCEPTABLE, desc = "both values counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "a value, a sum, a minimum or a maximum lost")
@State
public class RecorderFirstValuesStress {

    private final Recorder recorder = new Recorder();

    @Actor
    public void first() {
        recorder.record(100);
    }

    @Actor
    public void second() {
        recorder.record(117);
    }

    @Arbiter
    public void look(JJJJ_Result seen) {
        RecordedDistribution values = recorder.snapshot();
        seen.r1 = values.count();
        seen.r2 = values.sum();
        seen.r3 = values.min();
        seen.r4 = values.max();
    }
}
