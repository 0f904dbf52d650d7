package io.mistersmith.threads.internal.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A running task is interrupted at the moment it ends. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "the next task begins uninterrupted")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "the interrupt hits the next task of the worker")
@State
public class TaskInterruptStress {

    private final PoolTask task = new PoolTask(StubPool.POOL, new Owner("stress"), () -> {});

    public TaskInterruptStress() {
        task.enqueue();
    }

    @Actor
    public void worker(Z_Result seen) {
        task.run();
        seen.r1 = Thread.interrupted();
    }

    @Actor
    public void canceller() {
        task.interruptRunner();
    }
}
