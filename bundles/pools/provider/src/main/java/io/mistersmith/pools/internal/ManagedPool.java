package io.mistersmith.pools.internal;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import java.util.function.Function;

/**
 * One pool of the container.
 *
 * @param kind such as {@code generic}
 * @param engine what lends
 * @param view the pool as one bundle sees it
 * @param operated the pool as operators see it
 */
public record ManagedPool(
        String kind, PoolEngine<?> engine, Function<Borrower, ResourcePool<?>> view, ResourcePool<?> operated) {

    private static final Borrower OPERATOR = new Borrower("operator");

    /** A pool; operators see what a bundle does. */
    public ManagedPool(String kind, PoolEngine<?> engine, Function<Borrower, ResourcePool<?>> view) {
        this(kind, engine, view, view.apply(OPERATOR));
    }

    /** A pool that lends what its engine lends. */
    public static <R> ManagedPool of(String kind, PoolEngine<R> engine) {
        return new ManagedPool(kind, engine, borrower -> new PoolView<>(kind, engine, borrower));
    }

    String name() {
        return engine.name();
    }
}
