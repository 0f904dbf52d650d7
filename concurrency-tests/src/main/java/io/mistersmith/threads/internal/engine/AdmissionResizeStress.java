package io.mistersmith.threads.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A pool with two tasks inside is made smaller and larger again while one of them leaves and another comes. */
@JCStressTest
@Outcome(id = "true, 2", expect = Expect.ACCEPTABLE, desc = "came in")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "refused: there was no room at that moment")
@Outcome(expect = Expect.FORBIDDEN, desc = "the resize lost or invented a place")
@State
public class AdmissionResizeStress {

    private final Admission admission = new Admission(2, new Tallies());

    public AdmissionResizeStress() {
        admission.enter();
        admission.enter();
    }

    @Actor
    public void resizeAndLeave() {
        admission.limit(1);
        admission.leave();
        admission.limit(2);
    }

    @Actor
    public void come(ZI_Result seen) {
        seen.r1 = admission.tryEnter() != Admission.REFUSED;
    }

    @Arbiter
    public void look(ZI_Result seen) {
        seen.r2 = admission.inside();
    }
}
