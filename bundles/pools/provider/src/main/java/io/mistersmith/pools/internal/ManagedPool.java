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
 */
public record ManagedPool(String kind, PoolEngine<?> engine, Function<Borrower, ResourcePool<?>> view) {

    /** A pool that lends what its engine lends. */
    public static <R> ManagedPool of(String kind, PoolEngine<R> engine) {
        return new ManagedPool(kind, engine, borrower -> new PoolView<>(kind, engine, borrower));
    }

    String name() {
        return engine.name();
    }
}
