package io.mistersmith.pools.internal;

import io.mistersmith.pools.Pool;
import io.mistersmith.pools.PoolStatus;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * Health of one pool: degraded when it is nearly used up, when it cannot make what is wanted, or when a setting leads nowhere. Never
 * waits for a server.
 */
final class PoolHealth implements HealthCheck {

    private static final int FULL_PERCENT = 80;

    private final Pool pool;
    private final Supplier<List<String>> warnings;

    PoolHealth(Pool pool, Supplier<List<String>> warnings) {
        this.pool = pool;
        this.warnings = warnings;
    }

    @Override
    public Result execute() {
        PoolStatus now = pool.status();
        String used = now.active() + " of " + now.max() + " resources are borrowed, " + now.waiting() + " calls wait";
        List<String> leadNowhere = warnings.get();
        if (!leadNowhere.isEmpty()) {
            return new Result(Result.Status.WARN, used + "; " + String.join("; ", leadNowhere));
        }
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
