package io.mistersmith.threads.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.ThreadPools;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.ThreadSettings;
import java.util.ArrayList;
import java.util.List;

/** The pools without OSGi: for benchmarks and tests. */
public final class LocalThreads implements AutoCloseable {

    private final Pools pools;
    private final List<PoolMetrics> measured = new ArrayList<>();

    /** Pools with the shipped settings. */
    public LocalThreads() {
        this(ThreadSettings.defaults());
    }

    /** Pools with these settings. */
    public LocalThreads(ThreadSettings settings) {
        pools = new Pools(settings);
    }

    /** The pools as this owner sees them. */
    public ThreadPools of(String owner) {
        return new PoolsView(pools, new Owner(owner));
    }

    /** From now on the pools keep their figures there. */
    public void metrics(Metrics metrics) {
        pools.all().forEach(pool -> measured.add(new PoolMetrics(metrics, pool)));
    }

    /** Lets what is queued run for the grace time, and interrupts the rest. */
    @Override
    public void close() {
        measured.forEach(PoolMetrics::close);
        pools.close();
    }
}
