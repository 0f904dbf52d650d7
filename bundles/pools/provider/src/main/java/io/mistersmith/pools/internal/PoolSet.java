package io.mistersmith.pools.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.pools.Holder;
import io.mistersmith.pools.Pool;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePools;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The pools of the container by name, with what all of them use. Knows no OSGi. Thread-safe. */
public final class PoolSet implements ResourcePools {

    private final TreeMap<String, ManagedPool> pools = new TreeMap<>(); // guarded by this
    private final Map<ManagedPool, PoolMeters> meters = new HashMap<>(); // guarded by this
    private Work work = Work.NONE; // guarded by this
    private @Nullable Metrics metrics; // guarded by this

    /**
     * Adds a pool and begins it.
     *
     * @throws IllegalStateException if there is one of this name
     */
    public synchronized void add(ManagedPool pool) {
        ManagedPool there = pools.putIfAbsent(pool.name(), pool);
        if (there != null) {
            throw new IllegalStateException("There is a pool \"" + pool.name() + "\" of kind " + there.kind()
                    + "; give the file of kind " + pool.kind() + " another name.");
        }
        measure(pool);
        pool.engine().work(work);
    }

    /** Ends what {@link #add} began; the pool itself goes on. */
    public synchronized void remove(ManagedPool pool) {
        if (pools.remove(pool.name(), pool)) {
            forget(pool);
        }
    }

    /** From now on the pools work on these threads. */
    public synchronized void work(Work now) {
        work = now;
        pools.values().forEach(pool -> pool.engine().work(now));
    }

    /** From now on the pools keep their figures there. */
    public synchronized void metrics(@Nullable Metrics now) {
        pools.values().forEach(this::forget);
        metrics = now;
        pools.values().forEach(this::measure);
    }

    private void measure(ManagedPool pool) {
        Metrics now = metrics;
        if (now != null) {
            meters.put(pool, new PoolMeters(now, pool));
        }
    }

    private void forget(ManagedPool pool) {
        PoolMeters old = meters.remove(pool);
        if (old != null) {
            old.close();
        }
    }

    /** Takes back what this borrower holds, of every pool. */
    public void stop(Borrower borrower) {
        borrower.stopped();
        all().forEach(pool -> pool.engine().stop(borrower));
    }

    synchronized List<ManagedPool> all() {
        return List.copyOf(pools.values());
    }

    private Pool operated(String name) {
        return named(name).operated();
    }

    private synchronized ManagedPool named(String name) {
        ManagedPool pool = pools.get(name);
        if (pool == null) {
            throw new IllegalArgumentException("No pool \"" + name + "\"; there "
                    + (pools.isEmpty() ? "is none." : "are " + String.join(", ", pools.keySet()) + "."));
        }
        return pool;
    }

    @Override
    public List<PoolStatus> pools() {
        return all().stream().map(pool -> pool.operated().status()).toList();
    }

    @Override
    public PoolStatus pool(String name) {
        return operated(name).status();
    }

    @Override
    public List<Holder> holders(String name) {
        return operated(name).holders();
    }

    @Override
    public PoolStatus resize(String name, int min, int max) {
        Pool pool = operated(name);
        pool.resize(min, max);
        return pool.status();
    }

    @Override
    public int evict(String name) {
        return operated(name).evict();
    }

    @Override
    public CompletionStage<Void> drain(String name) {
        return operated(name).drain();
    }
}
