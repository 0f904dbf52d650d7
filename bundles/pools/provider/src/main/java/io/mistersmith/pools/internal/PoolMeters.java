package io.mistersmith.pools.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.metrics.Timer;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.internal.engine.Lender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/** The series of one pool in one metrics service. */
final class PoolMeters implements AutoCloseable {

    private static final String PREFIX = "mistersmith_pools_";

    private final Metrics metrics;
    private final ManagedPool pool;
    private final Map<String, String> label;
    private final List<Registration> series = new ArrayList<>();
    private final Metrics.Family<Timer> waits;

    PoolMeters(Metrics metrics, ManagedPool pool) {
        this.metrics = metrics;
        this.pool = pool;
        this.label = Map.of("pool", pool.name());
        Lender engine = pool.engine();
        gauge("min_resources", "Resources a pool keeps ready", () -> pool.operated()
                .status()
                .min());
        gauge("max_resources", "Resources a pool may have", () -> pool.operated()
                .status()
                .max());
        gauge("resources", "Resources a pool has", () -> pool.operated()
                .status()
                .size());
        gauge("active_resources", "Resources that are borrowed", () -> pool.operated()
                .status()
                .active());
        gauge("idle_resources", "Resources that are ready", () -> pool.operated()
                .status()
                .idle());
        gauge("waiting_calls", "Calls that wait for a resource", () -> pool.operated()
                .status()
                .waiting());
        count("acquired_total", "Calls that got a resource", PoolStatus::acquired);
        count("timeouts_total", "Calls that got no resource in time", PoolStatus::timeouts);
        count("created_total", "Resources made", PoolStatus::created);
        count("destroyed_total", "Resources destroyed", PoolStatus::destroyed);
        count("create_failures_total", "Times that making a resource failed", PoolStatus::createFailures);
        count("unhealthy_total", "Resources that failed a check or a reset", PoolStatus::unhealthy);
        count("leaks_total", "Leases that were overdue", PoolStatus::leaks);
        count("reclaimed_total", "Leases that were taken back", PoolStatus::reclaimed);
        series.add(metrics.counter(
                PREFIX + "hook_failures_total", "Calls of hooks that threw", label, engine.hooks()::failures));
        waits = metrics.timer(PREFIX + "wait_seconds", "Time a call waited that got no resource at once", "pool");
        Timer here = waits.with(pool.name());
        engine.waitTimes(here::record);
        series.addAll(pool.meters().apply(metrics));
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        series.add(metrics.gauge(PREFIX + name, help, label, value));
    }

    private void count(String name, String help, ToLongFunction<PoolStatus> value) {
        series.add(metrics.counter(
                PREFIX + name,
                help,
                label,
                () -> value.applyAsLong(pool.operated().status())));
    }

    @Override
    public void close() {
        pool.engine().waitTimes(null);
        series.forEach(Registration::close);
        waits.remove(new String[] {pool.name()});
    }
}
