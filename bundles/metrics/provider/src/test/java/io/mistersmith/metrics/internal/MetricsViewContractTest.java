package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.testkit.MetricsContract;
import java.util.List;

class MetricsViewContractTest extends MetricsContract {

    private final MeterTable table = new MeterTable(new MetricRegistry(), 1_000);
    private final MetricsView view = new MetricsView(table, new Owner("orders"));

    @Override
    protected Metrics metrics() {
        return view;
    }

    @Override
    protected double value(String name, String... labelValues) {
        return table.family(name).stream()
                .flatMap(family -> family.series().stream())
                .filter(series -> series.labelValues().equals(List.of(labelValues)))
                .mapToDouble(SeriesSnapshot::value)
                .sum();
    }

    @Override
    protected String component() {
        return "orders";
    }
}
