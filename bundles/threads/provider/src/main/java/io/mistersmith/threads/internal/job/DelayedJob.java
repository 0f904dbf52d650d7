package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.internal.engine.Owner;
import java.util.concurrent.RejectedExecutionException;

/** A task that runs once, after a delay; if pool io has no room then, it is tried again until it has. */
final class DelayedJob extends JobTask<Void> {

    private final Pools pools;

    @SuppressWarnings("NullAway") // a task has no result
    DelayedJob(Pools pools, Owner owner, Task task) {
        super(pools, pools.io(), owner, task.getClass().getName(), () -> {
            task.run();
            return null;
        });
        this.pools = pools;
    }

    void schedule(long delayNanos) {
        try {
            timer(pools.timer().schedule(this::due, delayNanos));
        } catch (RejectedExecutionException e) {
            cancel(); // closed meanwhile
        }
    }

    private void due() {
        try {
            pool().submit(this);
        } catch (PoolRejectedException e) {
            if (pool().closed() || owner().stopped()) {
                cancel();
            } else {
                schedule(Pools.againNanos());
            }
        }
    }

    @Override
    void concluded() {
        owner().remove(this);
        pools.timer().leave();
    }
}
