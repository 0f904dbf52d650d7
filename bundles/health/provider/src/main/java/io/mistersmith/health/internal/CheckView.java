package io.mistersmith.health.internal;

import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A check's last result.
 *
 * @param service its service's id, which no other check has
 * @param name as its service property says
 * @param bundle symbolic name of the bundle that brings it
 * @param message in one line
 * @param ageMillis how long ago it was asked
 */
public record CheckView(
        long service, String name, Health status, List<String> tags, String bundle, String message, long ageMillis) {

    @SuppressWarnings("JavaUtilDate") // as the executor tells the time
    static CheckView of(HealthCheckExecutionResult result, long nowMillis) {
        HealthCheckMetadata check = result.getHealthCheckMetadata();
        @Nullable Date finished = result.getFinishedAt();
        Health status = Health.of(result);
        String bundle = check.getServiceReference().getBundle() == null
                ? "a bundle that is gone"
                : check.getServiceReference().getBundle().getSymbolicName();
        return new CheckView(
                check.getServiceId(),
                check.getTitle(),
                status,
                check.getTags().stream().sorted().toList(),
                bundle,
                message(result),
                finished == null ? 0 : Math.max(0, nowMillis - finished.getTime()));
    }

    private static String message(HealthCheckExecutionResult result) {
        Result.Status worst = result.getHealthCheckResult().getStatus();
        return StreamSupport.stream(result.getHealthCheckResult().spliterator(), false)
                .filter(entry -> !entry.isDebug() && (entry.getStatus() == worst))
                .map(CheckView::line)
                .collect(Collectors.joining("; "))
                .replaceAll("\\s+", " ");
    }

    private static String line(ResultLog.Entry entry) {
        Exception thrown = entry.getException();
        String message = String.valueOf(entry.getMessage());
        return thrown == null || message.contains(thrown.toString()) ? message : message + ": " + thrown;
    }
}
