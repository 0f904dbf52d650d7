package io.mistersmith.threads.internal;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.job.Pools;
import java.time.Duration;
import java.util.Objects;

/** All pools as one owner sees them. Usable without OSGi. */
final class PoolsView implements ThreadPools {

    private final Pools pools;
    private final Owner owner;
    private final Pool compute;
    private final Pool io;
    private final Pool blocking;

    PoolsView(Pools pools, Owner owner) {
        this.pools = pools;
        this.owner = owner;
        this.compute = new PoolView(pools, owner, pools.compute());
        this.io = new PoolView(pools, owner, pools.io());
        this.blocking = new PoolView(pools, owner, pools.blocking());
    }

    @Override
    public Pool compute() {
        return compute;
    }

    @Override
    public Pool io() {
        return io;
    }

    @Override
    public Pool blocking() {
        return blocking;
    }

    @Override
    public Pool named(String name) {
        return new PoolView(pools, owner, pools.named(name));
    }

    @Override
    public Job<Void> every(Duration period, Task task) {
        return pools.every(owner, period, Objects.requireNonNull(task, "task"));
    }

    @Override
    public Job<Void> after(Duration delay, Task task) {
        return pools.after(owner, delay, Objects.requireNonNull(task, "task"));
    }
}
