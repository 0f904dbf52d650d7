package io.mistersmith.pools.internal.engine;

import io.mistersmith.pools.Lease;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A lease is closed at the moment it is taken back: r1 resources there are, r2 of them free. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "ended once: the same resource, or a new one for it")
@Outcome(expect = Expect.FORBIDDEN, desc = "ended twice, or lost")
@State
public class TakeBackStress {

    private final PoolEngine<Object> pool = StubWork.pool();
    private final Borrower borrower = new Borrower("stress");
    private final Lease<Object> held;

    public TakeBackStress() {
        held = pool.acquireAsync(borrower).toCompletableFuture().join(); // it is there
    }

    @Actor
    public void closer() {
        held.close();
    }

    @Actor
    public void stopper() {
        borrower.stopped();
        pool.stop(borrower);
    }

    @Arbiter
    public void after(II_Result seen) {
        seen.r1 = pool.census().size();
        seen.r2 = pool.census().idle();
    }
}
