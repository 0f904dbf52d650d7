package io.mistersmith.pools.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.pools.Pool;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Lender;
import io.mistersmith.pools.internal.engine.PoolEngine;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One pool of the container.
 *
 * @param kind such as {@code generic}
 * @param engine what lends
 * @param service what it is registered as
 * @param view the pool as one bundle sees it; of that type
 * @param operated the pool as operators see it
 * @param meters what is measured of it besides what is measured of all
 * @param warnings settings that lead nowhere at the moment, each with what to do; empty when there are none
 */
public record ManagedPool(
        String kind,
        Lender engine,
        Class<? extends Pool> service,
        Function<Borrower, ? extends Pool> view,
        Pool operated,
        Function<Metrics, List<Registration>> meters,
        Supplier<List<String>> warnings) {

    private static final Borrower OPERATOR = new Borrower("operator");

    /** A pool that lends one sort of resource; operators see what a bundle does. */
    public ManagedPool(String kind, Lender engine, Function<Borrower, ResourcePool<?>> view) {
        this(kind, engine, ResourcePool.class, view);
    }

    /** A pool; operators see what a bundle does. */
    public ManagedPool(
            String kind, Lender engine, Class<? extends Pool> service, Function<Borrower, ? extends Pool> view) {
        this(kind, engine, service, view, view.apply(OPERATOR), metrics -> List.of(), List::of);
    }

    /** The same pool, of which this is measured too. */
    public ManagedPool measured(Function<Metrics, List<Registration>> by) {
        return new ManagedPool(kind, engine, service, view, operated, by, warnings);
    }

    /** The same pool, whose health check shows these warnings. */
    public ManagedPool warning(Supplier<List<String>> of) {
        return new ManagedPool(kind, engine, service, view, operated, meters, of);
    }

    /** A pool that lends what its engine lends. */
    public static <R> ManagedPool of(String kind, PoolEngine<R> engine) {
        return new ManagedPool(kind, engine, borrower -> new PoolView<>(kind, engine, borrower));
    }

    String name() {
        return engine.name();
    }
}
