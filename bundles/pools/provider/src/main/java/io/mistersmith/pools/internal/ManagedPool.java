package io.mistersmith.pools.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import java.util.List;
import java.util.function.Function;

/**
 * One pool of the container.
 *
 * @param kind such as {@code generic}
 * @param engine what lends
 * @param view the pool as one bundle sees it
 * @param operated the pool as operators see it
 * @param meters what is measured of it besides what is measured of all
 */
public record ManagedPool(
        String kind,
        PoolEngine<?> engine,
        Function<Borrower, ResourcePool<?>> view,
        ResourcePool<?> operated,
        Function<Metrics, List<Registration>> meters) {

    private static final Borrower OPERATOR = new Borrower("operator");

    /** A pool; operators see what a bundle does. */
    public ManagedPool(String kind, PoolEngine<?> engine, Function<Borrower, ResourcePool<?>> view) {
        this(kind, engine, view, view.apply(OPERATOR), metrics -> List.of());
    }

    /** The same pool, of which this is measured too. */
    public ManagedPool measured(Function<Metrics, List<Registration>> by) {
        return new ManagedPool(kind, engine, view, operated, by);
    }

    /** A pool that lends what its engine lends. */
    public static <R> ManagedPool of(String kind, PoolEngine<R> engine) {
        return new ManagedPool(kind, engine, borrower -> new PoolView<>(kind, engine, borrower));
    }

    String name() {
        return engine.name();
    }
}
