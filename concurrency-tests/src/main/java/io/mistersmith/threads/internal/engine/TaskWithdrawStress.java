package io.mistersmith.threads.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A queued task is cancelled at the moment a worker takes it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "it ran, the canceller knows")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "it was cancelled, and did not run")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "it ran although it was said to be cancelled")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it neither ran nor was cancelled")
@State
public class TaskWithdrawStress {

    private boolean ran;
    private final PoolTask task = new PoolTask(StubPool.POOL, new Owner("stress"), () -> ran = true);

    public TaskWithdrawStress() {
        task.enqueue();
    }

    @Actor
    public void worker(ZZ_Result seen) {
        task.run();
        seen.r1 = ran;
    }

    @Actor
    public void canceller(ZZ_Result seen) {
        seen.r2 = task.withdraw();
    }
}
