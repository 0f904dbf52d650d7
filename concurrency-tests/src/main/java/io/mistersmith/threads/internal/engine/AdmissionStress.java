package io.mistersmith.threads.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two tasks want the last place of a pool. */
@JCStressTest
@Outcome(
        id = {"true, false, 2", "false, true, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "one got it")
@Outcome(id = "true, true, 3", expect = Expect.FORBIDDEN, desc = "more tasks in the pool than it has room for")
@Outcome(id = "false, false, 1", expect = Expect.FORBIDDEN, desc = "refused although there was room")
@Outcome(expect = Expect.FORBIDDEN, desc = "the count is wrong")
@State
public class AdmissionStress {

    private final Admission admission = new Admission(2, new Tallies());

    public AdmissionStress() {
        admission.enter();
    }

    @Actor
    public void first(ZZI_Result seen) {
        seen.r1 = admission.tryEnter() != Admission.REFUSED;
    }

    @Actor
    public void second(ZZI_Result seen) {
        seen.r2 = admission.tryEnter() != Admission.REFUSED;
    }

    @Arbiter
    public void look(ZZI_Result seen) {
        seen.r3 = admission.inside();
    }
}
