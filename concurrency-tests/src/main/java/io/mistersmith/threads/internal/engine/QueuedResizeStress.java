package io.mistersmith.threads.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A task is given to a pool with one queue at the moment its threads are made fewer or more, and replaced. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "it ran")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "lost: no thread came for it")
@Outcome(expect = Expect.FORBIDDEN, desc = "it ran more than once")
@State
public class QueuedResizeStress {

    private static final ResizedPool POOL = new ResizedPool("queued", QueuedEngine::new);

    private final ResizedPool.Counted task = new ResizedPool.Counted();

    @Actor
    public void submitter() {
        POOL.give(task);
    }

    @Actor
    public void operator() {
        POOL.resize();
    }

    @Arbiter
    public void look(I_Result seen) {
        seen.r1 = task.runs();
    }
}
