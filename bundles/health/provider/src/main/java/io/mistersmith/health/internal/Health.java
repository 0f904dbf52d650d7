package io.mistersmith.health.internal;

import java.util.Locale;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;

/** How something is; the later, the worse. */
public enum Health {
    HEALTHY(0),
    DEGRADED(1),
    UNKNOWN(2),
    UNHEALTHY(3);

    private final int level;

    Health(int level) {
        this.level = level;
    }

    /** As the metric shows it. */
    int level() {
        return level;
    }

    /** A check that did not answer in time says nothing. */
    static Health of(HealthCheckExecutionResult result) {
        return result.hasTimedOut() ? UNKNOWN : of(result.getHealthCheckResult().getStatus());
    }

    static Health of(Result.Status status) {
        return switch (status) {
            case OK -> HEALTHY;
            case WARN -> DEGRADED;
            case HEALTH_CHECK_ERROR -> UNKNOWN;
            default -> UNHEALTHY;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
