package io.mistersmith.health.internal.checks;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;

/** Degraded while a supplier of a metric's value fails, is slow, or has not returned. */
public final class SuppliersCheck implements HealthCheck {

    private static final String PROBLEMS = "mistersmith_metrics_supplier_problems";
    private static final int NAMED = 3;

    private final Supplier<@Nullable MetricsReader> metrics;

    /** @param metrics null while there are none */
    public SuppliersCheck(Supplier<@Nullable MetricsReader> metrics) {
        this.metrics = metrics;
    }

    @Override
    public Result execute() {
        MetricsReader reader = metrics.get();
        List<SeriesSnapshot> problems = reader == null
                ? List.of()
                : reader.family(PROBLEMS).map(FamilySnapshot::series).orElse(List.of());
        if (problems.isEmpty()) {
            return Results.ok("every metric has its value");
        }
        String named = String.join(
                "; ",
                problems.stream()
                        .limit(NAMED)
                        .map(one -> one.labelValues().get(1) + " of bundle "
                                + one.labelValues().get(0) + " is "
                                + one.labelValues().get(2))
                        .toList());
        int rest = problems.size() - NAMED;
        return Results.degraded(
                "metric " + named + (rest > 0 ? "; and " + rest + " more" : "") + " (metric:show " + PROBLEMS + ")");
    }
}
