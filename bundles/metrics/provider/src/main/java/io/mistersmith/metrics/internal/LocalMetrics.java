package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.MetricsReader;

/** The meters with their shipped settings, without OSGi: for benchmarks and tests. */
public final class LocalMetrics implements AutoCloseable {

    private final MeterTable table = new MeterTable(new MetricRegistry(), 1_000);

    /** The meters as this owner sees them. */
    public Metrics of(String owner) {
        return new MetricsView(table, new Owner(owner));
    }

    /** All of them. */
    public MetricsReader reader() {
        return table;
    }

    @Override
    public void close() {
        table.close();
    }
}
