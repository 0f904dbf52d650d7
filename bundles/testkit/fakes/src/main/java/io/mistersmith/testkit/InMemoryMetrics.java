package io.mistersmith.testkit;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Metrics that a test reads back with {@link #value}; without limits, checks of names, or quantiles. Thread-safe. */
public final class InMemoryMetrics implements Metrics {

    private final Map<String, MemoryFamily<?>> families = new ConcurrentHashMap<>();
    private final Map<List<String>, DoubleSupplier> supplied = new ConcurrentHashMap<>();

    /**
     * The value of a series: of a counter its sum, of a gauge its value, of a histogram or timer how many values were
     * recorded. 0 when nobody asked for the series yet.
     *
     * @param labelValues in the order of the labels; those of a supplied series in the order of their names
     */
    public double value(String name, String... labelValues) {
        DoubleSupplier supplier = supplied.get(series(name, List.of(labelValues)));
        if (supplier != null) {
            return supplier.getAsDouble();
        }
        MemoryFamily<?> family = families.get(name);
        MemoryMeter meter = family == null ? null : family.meter(List.of(labelValues));
        return meter == null ? 0 : meter.reading();
    }

    @Override
    public Family<Counter> counter(String name, String help, String... labels) {
        return family(name, labels, Counter.class, MemoryMeter.Count::new);
    }

    @Override
    public Family<Gauge> gauge(String name, String help, String... labels) {
        return family(name, labels, Gauge.class, MemoryMeter.Level::new);
    }

    @Override
    public Registration gauge(String name, String help, Map<String, String> labels, DoubleSupplier supplier) {
        return supply(name, labels, supplier);
    }

    @Override
    public Registration counter(String name, String help, Map<String, String> labels, LongSupplier supplier) {
        return supply(name, labels, supplier::getAsLong);
    }

    @Override
    public Family<Histogram> histogram(String name, String help, String unit, String... labels) {
        return family(name, labels, Histogram.class, MemoryMeter.Values::new);
    }

    @Override
    public Family<Timer> timer(String name, String help, String... labels) {
        return family(name, labels, Timer.class, MemoryMeter.Durations::new);
    }

    @Override
    public void recordOperation(String operation, Duration duration, boolean success) {
        String status = success ? "ok" : "failed";
        counter("operations_total", "Operations", "component", "operation", "status")
                .with("test", operation, status)
                .increment();
        timer("operation_seconds", "Durations of operations", "component", "operation", "status")
                .with("test", operation, status)
                .record(duration);
    }

    private Registration supply(String name, Map<String, String> labels, DoubleSupplier supplier) {
        List<String> series = series(name, List.copyOf(new TreeMap<>(labels).values()));
        supplied.put(series, supplier);
        return () -> supplied.remove(series, supplier);
    }

    private <M> Family<M> family(String name, String[] labels, Class<M> kind, Supplier<? extends MemoryMeter> meters) {
        MemoryFamily<?> family =
                families.computeIfAbsent(name, key -> new MemoryFamily<>(name, List.of(labels), kind, meters));
        return family.as(kind, List.of(labels));
    }

    private static List<String> series(String name, List<String> labelValues) {
        String[] series = new String[labelValues.size() + 1];
        Arrays.setAll(series, i -> i == 0 ? name : labelValues.get(i - 1));
        return List.of(series);
    }
}
