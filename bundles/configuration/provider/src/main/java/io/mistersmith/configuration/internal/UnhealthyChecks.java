package io.mistersmith.configuration.internal;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health checks that are unhealthy now; none while nobody executes checks. Takes as long as their timeout at most. */
final class UnhealthyChecks implements Supplier<Map<String, String>> {

    private static final Logger LOG = LoggerFactory.getLogger(UnhealthyChecks.class);

    private final BundleContext context;

    UnhealthyChecks(BundleContext context) {
        this.context = context;
    }

    @Override
    public Map<String, String> get() {
        ServiceReference<?> reference =
                context.getServiceReference("org.apache.felix.hc.api.execution.HealthCheckExecutor");
        return reference == null ? Map.of() : execute(reference);
    }

    private Map<String, String> execute(ServiceReference<?> reference) {
        Map<String, String> unhealthy = new TreeMap<>();
        if (context.getService(reference) instanceof HealthCheckExecutor executor) {
            try {
                for (HealthCheckExecutionResult one : executor.execute(HealthCheckSelector.empty())) {
                    Result.Status status = one.getHealthCheckResult().getStatus();
                    if (status == Result.Status.CRITICAL || status == Result.Status.HEALTH_CHECK_ERROR) {
                        unhealthy.put(one.getHealthCheckMetadata().getName(), status.name());
                    }
                }
            } catch (RuntimeException e) {
                LOG.warn("The health cannot be asked, so it takes back no change", e);
            }
        }
        return unhealthy;
    }
}
