package io.mistersmith.pools.internal;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Lender;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.testkit.PoolContract.Subject;
import io.mistersmith.testkit.PoolContract.Wish;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A pool of any kind as the contract wants it: its bundles are names. */
public final class ContractSubject<R> implements Subject<R> {

    private final Lender lender;
    private final Function<Borrower, ResourcePool<R>> view;
    private final Runnable close;
    private final Map<String, Borrower> borrowers = new ConcurrentHashMap<>();

    /**
     * Of what this lends.
     *
     * @param view the pool as one bundle sees it
     * @param close what ends the pool
     */
    public ContractSubject(Lender lender, Function<Borrower, ResourcePool<R>> view, Runnable close) {
        this.lender = lender;
        this.view = view;
        this.close = close;
    }

    /** Nothing but what was wished for happens to a resource, and leases are looked at often. */
    public static PoolSettings settings(Wish wish) {
        return new PoolSettings(
                0,
                wish.max(),
                10_000,
                wish.acquireTimeout(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofMillis(10),
                Duration.ofSeconds(5),
                wish.leakThreshold(),
                wish.leakReclaim());
    }

    @Override
    public ResourcePool<R> of(String bundle) {
        return view.apply(borrowers.computeIfAbsent(bundle, Borrower::new));
    }

    @Override
    public void stop(String bundle) {
        Borrower borrower = borrowers.get(bundle);
        if (borrower != null) {
            borrower.stopped();
            lender.stop(borrower);
        }
    }

    @Override
    public void close() {
        close.run();
        lender.takeBackAllAfter(Duration.ofMinutes(1));
    }
}
