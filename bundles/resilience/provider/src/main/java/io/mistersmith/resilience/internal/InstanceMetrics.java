package io.mistersmith.resilience.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.resilience.internal.core.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The series of one instance in one metrics service. */
final class InstanceMetrics implements AutoCloseable {

    private final List<Registration> series = new ArrayList<>();

    InstanceMetrics(Metrics metrics, Instance<?> instance) {
        String prefix = "mistersmith_resilience_" + instance.kind() + "_";
        Map<String, String> label = Map.of("name", instance.name());
        for (String level : instance.levels().keySet()) {
            series.add(metrics.gauge(
                    prefix + level, "Of each " + instance.kind() + ": " + words(level), label, () -> number(
                                    instance.levels(), level)
                            .doubleValue()));
        }
        for (String count : instance.counts().keySet()) {
            series.add(metrics.counter(
                    prefix + count + "_total",
                    "Calls of each " + instance.kind() + ": " + words(count),
                    label,
                    () -> number(instance.counts(), count).longValue()));
        }
    }

    private static Number number(Map<String, Number> figures, String name) {
        Number figure = figures.get(name);
        return figure == null ? 0 : figure;
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    @Override
    public void close() {
        series.forEach(Registration::close);
    }
}
