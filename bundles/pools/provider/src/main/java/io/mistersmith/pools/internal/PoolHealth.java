package io.mistersmith.pools.internal;

import io.mistersmith.pools.Pool;
import io.mistersmith.pools.PoolStatus;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** How one pool is: degraded when it is nearly used up, or when it cannot make what is wanted. Only looks at memory. */
final class PoolHealth implements HealthCheck {

    private static final int FULL_PERCENT = 80;

    private final Pool pool;

    PoolHealth(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Result execute() {
        PoolStatus now = pool.status();
        String used = now.active() + " of " + now.max() + " resources are borrowed, " + now.waiting() + " calls wait";
        String failure = now.lastFailure();
        if (failure != null) {
            return new Result(Result.Status.WARN, used + "; the last failure: " + failure);
        }
        if (now.active() * 100L >= now.max() * (long) FULL_PERCENT) {
            return new Result(
                    Result.Status.WARN,
                    used + ", " + FULL_PERCENT + " % or more is degraded; pool:holders " + now.name() + " shows whose");
        }
        return new Result(Result.Status.OK, used);
    }
}
