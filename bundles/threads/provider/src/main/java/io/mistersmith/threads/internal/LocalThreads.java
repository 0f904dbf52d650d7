package io.mistersmith.threads.internal;

import io.mistersmith.threads.ThreadPools;

/** The pools with their shipped settings, without OSGi: for benchmarks and tests. */
public final class LocalThreads implements AutoCloseable {

    private final Pools pools = new Pools(ThreadSettings.defaults());

    /** The pools as this owner sees them. */
    public ThreadPools of(String owner) {
        return new PoolsView(pools, new Owner(owner));
    }

    /** Lets what is queued run for the grace time, and interrupts the rest. */
    @Override
    public void close() {
        pools.close();
    }
}
