package io.mistersmith.threads.internal;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolTask;
import io.mistersmith.threads.internal.job.Pools;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/** One pool as one owner sees it. */
final class PoolView implements Pool {

    private final Pools pools;
    private final Owner owner;
    private volatile CorePool pool;

    PoolView(Pools pools, Owner owner, CorePool pool) {
        this.pools = pools;
        this.owner = owner;
        this.pool = pool;
    }

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public void execute(Runnable task) {
        CorePool target = pool();
        target.submitFresh(new PoolTask(target, owner, Objects.requireNonNull(task, "task")));
    }

    @Override
    public <T> Job<T> submit(Callable<T> work, Duration timeout) {
        return pools.submit(pool(), owner, Objects.requireNonNull(work, "work"), timeout);
    }

    /** A named pool whose file went and came back is another one under the same name. */
    private CorePool pool() {
        CorePool now = pool;
        if (now.closed()) {
            now = pools.successor(now);
            pool = now;
        }
        return now;
    }

    @Override
    public String toString() {
        return "pool " + name();
    }
}
