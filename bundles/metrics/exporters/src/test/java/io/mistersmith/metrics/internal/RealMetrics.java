package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.MetricsReader;
import java.util.List;

/** The real meters, without OSGi. */
public final class RealMetrics {

    private final MeterTable table = new MeterTable(new MetricRegistry(), 100_000);

    /** As the bundle {@code orders} sees them. */
    public Metrics metrics() {
        return new MetricsView(table, new Owner("orders"));
    }

    public MetricsReader reader() {
        return table;
    }

    public List<FamilySnapshot> families() {
        return table.families();
    }
}
