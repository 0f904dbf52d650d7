package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.metrics.internal.system.Totals;
import java.util.List;

/** A table of meters for tests of other packages. */
public final class TestMeters {

    private final MeterTable table = new MeterTable(new MetricRegistry(), 1_000);
    private final MetricsView view = table.own();

    public Metrics metrics() {
        return view;
    }

    public Totals totals() {
        return view::total;
    }

    public List<String> names() {
        return table.families().stream().map(FamilySnapshot::name).toList();
    }

    /** Of all series of a name. */
    public double sum(String name) {
        return table.family(name).orElseThrow().series().stream()
                .mapToDouble(SeriesSnapshot::value)
                .sum();
    }
}
