package io.mistersmith.health.internal.execution;

import java.util.Date;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;

/**
 * What asking a check came to.
 *
 * @param result what it said, or why it said nothing
 * @param tookMillis until it answered, or until now if it has not
 * @param atMillis when that was, since the epoch
 * @param timedOut whether it has not answered in time
 */
record Outcome(HealthCheckMetadata check, Result result, long tookMillis, long atMillis, boolean timedOut)
        implements HealthCheckExecutionResult {

    @Override
    public Result getHealthCheckResult() {
        return result;
    }

    @Override
    public long getElapsedTimeInMs() {
        return tookMillis;
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // as the interface has it
    public Date getFinishedAt() {
        return new Date(atMillis);
    }

    @Override
    public boolean hasTimedOut() {
        return timedOut;
    }

    @Override
    public HealthCheckMetadata getHealthCheckMetadata() {
        return check;
    }
}
