package io.mistersmith.pools.internal.engine;

import io.mistersmith.pools.Lease;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The only resource comes back at the moment somebody begins to wait for it. */
@JCStressTest
@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "who waited has it")
@Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "somebody waits while it is free")
@State
public class LendingStress {

    private final PoolEngine<Object> pool = StubWork.pool();
    private final Borrower borrower = new Borrower("stress");
    private final Lease<Object> held;
    private CompletableFuture<Lease<Object>> wanted = new CompletableFuture<>();

    public LendingStress() {
        held = pool.acquireAsync(borrower).toCompletableFuture().join(); // it is there
    }

    @Actor
    public void giver() {
        held.close();
    }

    @Actor
    public void taker() {
        wanted = pool.acquireAsync(borrower).toCompletableFuture();
    }

    @Arbiter
    public void after(Z_Result seen) {
        seen.r1 = wanted.isDone();
    }
}
