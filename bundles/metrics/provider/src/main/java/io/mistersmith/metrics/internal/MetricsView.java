package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All meters as one owner sees them. Usable without OSGi. */
final class MetricsView implements Metrics {

    private final MeterTable table;
    private final Owner owner;
    private volatile @Nullable Family<Counter> operations;
    private volatile @Nullable Family<Timer> operationTimes;

    MetricsView(MeterTable table, Owner owner) {
        this.table = table;
        this.owner = owner;
    }

    @Override
    public Family<Counter> counter(String name, String help, String... labels) {
        return family(new Naming(name, MeterKind.COUNTER, "", List.of(labels)), help, Counter.class);
    }

    @Override
    public Family<Gauge> gauge(String name, String help, String... labels) {
        return family(new Naming(name, MeterKind.GAUGE, "", List.of(labels)), help, Gauge.class);
    }

    @Override
    public Family<Histogram> histogram(String name, String help, String unit, String... labels) {
        if (unit.isEmpty()) {
            throw new IllegalArgumentException("Unit \"\" of metric " + name + " is not [a-z][a-z0-9_]*");
        }
        return family(new Naming(name, MeterKind.HISTOGRAM, unit, List.of(labels)), help, Histogram.class);
    }

    @Override
    public Family<Timer> timer(String name, String help, String... labels) {
        return family(new Naming(name, MeterKind.TIMER, "seconds", List.of(labels)), help, Timer.class);
    }

    private <M> Family<M> family(Naming naming, String help, Class<M> type) {
        return new FamilyView<>(table, owner, table.family(owner, naming, help), type);
    }

    @Override
    public Registration gauge(String name, String help, Map<String, String> labels, DoubleSupplier supplier) {
        return supply(name, MeterKind.GAUGE, help, labels, supplier);
    }

    @Override
    public Registration counter(String name, String help, Map<String, String> labels, LongSupplier supplier) {
        return supply(name, MeterKind.COUNTER, help, labels, supplier::getAsLong);
    }

    /** As the public one, for a sum that is not whole. */
    Registration total(String name, String help, Map<String, String> labels, DoubleSupplier supplier) {
        return supply(name, MeterKind.COUNTER, help, labels, supplier);
    }

    private Registration supply(
            String name, MeterKind kind, String help, Map<String, String> labels, DoubleSupplier supplier) {
        Map<String, String> sorted = new TreeMap<>(labels); // a map has no order, a family's labels have
        Naming naming = new Naming(name, kind, "", List.copyOf(sorted.keySet()));
        List<String> values = List.copyOf(sorted.values());
        io.mistersmith.metrics.internal.Family family = table.family(owner, naming, help);
        SuppliedMeter meter = table.supplied(name, owner, supplier::getAsDouble);
        table.supply(owner, family, values, meter);
        return () -> table.unsupply(family, values, meter);
    }

    @Override
    public void recordOperation(String operation, Duration duration, boolean success) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration=" + duration + " of operation " + operation + " is negative");
        }
        String status = success ? "ok" : "failed";
        operations().with(owner.name(), operation, status).increment();
        operationTimes().with(owner.name(), operation, status).record(duration);
    }

    private Family<Counter> operations() {
        Family<Counter> known = operations;
        if (known == null) {
            known = counter("operations_total", "Operations of components", "component", "operation", "status");
            operations = known;
        }
        return known;
    }

    private Family<Timer> operationTimes() {
        Family<Timer> known = operationTimes;
        if (known == null) {
            known = timer("operation_seconds", "Time operations took", "component", "operation", "status");
            operationTimes = known;
        }
        return known;
    }
}
