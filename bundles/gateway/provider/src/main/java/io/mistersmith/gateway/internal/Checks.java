package io.mistersmith.gateway.internal;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;

/** Asks the health checks of a tag. The executor waits for a check no longer than its timeout, and keeps results. */
final class Checks {

    private Checks() {}

    /** By name; none while nobody runs checks. */
    static List<Finding> run(@Nullable HealthCheckExecutor executor, String tag) {
        if (executor == null) {
            return List.of();
        }
        try {
            return executor.execute(HealthCheckSelector.tags(tag)).stream()
                    .map(Checks::finding)
                    .sorted(Comparator.comparing(Finding::name))
                    .toList();
        } catch (RuntimeException e) {
            return List.of(new Finding("health checks", false, "unknown", "could not be run: " + e));
        }
    }

    private static Finding finding(HealthCheckExecutionResult result) {
        String name = result.getHealthCheckMetadata().getTitle();
        Result.Status status = result.getHealthCheckResult().getStatus();
        String message = StreamSupport.stream(result.getHealthCheckResult().spliterator(), false)
                .filter(entry -> !entry.isDebug() && entry.getStatus() == status)
                .map(entry -> String.valueOf(entry.getMessage()))
                .collect(Collectors.joining("; "))
                .replaceAll("\\s+", " ");
        if (result.hasTimedOut()) {
            return new Finding(name, false, "unknown", message);
        }
        return switch (status) {
            case OK -> new Finding(name, true, "healthy", message);
            case WARN -> new Finding(name, true, "degraded", message);
            case HEALTH_CHECK_ERROR -> new Finding(name, false, "unknown", message);
            default -> new Finding(name, false, "unhealthy", message);
        };
    }
}
