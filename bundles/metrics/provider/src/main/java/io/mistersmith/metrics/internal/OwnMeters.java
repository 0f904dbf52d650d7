package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.MeterKind;
import java.util.List;
import java.util.Map;

/** What the meters tell of themselves. */
final class OwnMeters {

    private static final String PREFIX = "mistersmith_metrics_";

    private OwnMeters() {}

    static void register(MeterTable table, Owner self, MetricsView own, OverheadMonitor monitor) {
        Naming collection = new Naming(PREFIX + "collection_seconds", MeterKind.TIMER, "seconds", List.of());
        Family family = table.family(self, collection, "Time to read all series");
        table.supply(self, family, List.of(), new Meters.RecordedTimer(monitor.collections()));
        own.gauge(
                PREFIX + "sampling_ratio",
                "Share of histogram and timer updates that get a bucket of their own",
                monitor::ratio);
        own.gauge(PREFIX + "update_seconds", "Time of one histogram or timer update, measured", monitor::updateSeconds);
        own.gauge(
                PREFIX + "updates_ratio",
                "Share of time that histogram and timer updates took, of one core",
                monitor::updateShare);
        own.gauge(PREFIX + "series", "Series at the last collection", monitor::series);
        own.counter(
                PREFIX + "over_budget_total",
                "Collections that found updates above the budget",
                Map.of(),
                monitor::overBudget);
    }
}
