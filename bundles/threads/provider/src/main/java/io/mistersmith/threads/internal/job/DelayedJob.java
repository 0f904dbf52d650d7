package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.internal.engine.Owner;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A task that runs once, after a delay; if pool io has no room or no thread then, it is tried again until it has. */
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
            end(Pools.CLOSED);
        }
    }

    private void due() {
        try {
            pool().submit(this);
        } catch (PoolRejectedException | OutOfMemoryError e) { // no room, no thread, or no memory to say so
            if (owner().stopped()) {
                end(Pools.OWNER_STOPPED);
            } else if (pool().closed()) {
                end(Pools.CLOSED);
            } else {
                schedule(Pools.againNanos());
            }
        }
    }

    @Override
    public void endWaiting(String why, Executor callbacks) {
        endIfNew(why, callbacks);
    }

    @Override
    void concluded() {
        super.concluded();
        pools.timer().leave();
    }
}
