package io.mistersmith.threads.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;

/**
 * Work stealing, each worker's own tasks in the order of arrival.
 *
 * <p>Java 17 cannot resize a work-stealing pool, so a resize makes a new one. The old one is not shut down: a submitter
 * that still holds it could lose its task between the shutdown and the last look at the queues. It runs what it has, and
 * its threads end when they have had no work for the keep-alive time.
 */
final class StealingEngine implements Engine {

    private final Workers workers;
    private volatile ForkJoinPool pool;
    private PoolSettings settings; // guarded by this
    private final List<ForkJoinPool> retired = new ArrayList<>(); // guarded by this

    StealingEngine(PoolSettings settings, Workers workers) {
        this.workers = workers;
        this.settings = settings;
        this.pool = poolOf(settings);
    }

    @Override
    public void execute(PoolTask task) {
        pool.execute((ForkJoinTask<?>) task);
    }

    @Override
    public boolean remove(PoolTask task) {
        return false;
    }

    @Override
    public void withdraw(Owner owner) {}

    @Override
    public synchronized void resize(PoolSettings next) {
        if (next.size() != settings.size() || !next.keepAlive().equals(settings.keepAlive())) {
            retired.removeIf(old -> old.getPoolSize() == 0);
            retired.add(pool);
            pool = poolOf(next);
        }
        settings = next;
    }

    @Override
    public synchronized void shutdown() {
        pool.shutdown();
        retired.forEach(ForkJoinPool::shutdown);
    }

    @Override
    public boolean awaitEnd(long nanos) throws InterruptedException {
        return pool.awaitTermination(nanos, TimeUnit.NANOSECONDS); // what is retired has had its time
    }

    @Override
    public synchronized void shutdownNow() {
        pool.shutdownNow();
        retired.forEach(ForkJoinPool::shutdownNow);
    }

    private ForkJoinPool poolOf(PoolSettings size) {
        return new ForkJoinPool(
                size.size(),
                workers::newThread,
                null,
                true,
                0,
                size.size(),
                1,
                full -> true, // a worker that blocks just blocks: no threads above the size
                size.keepAlive().toNanos(),
                TimeUnit.NANOSECONDS);
    }
}
