package io.mistersmith.testkit;

import io.mistersmith.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All series of one name. */
record MemoryFamily<M>(
        String name,
        List<String> labels,
        Class<M> kind,
        Supplier<? extends MemoryMeter> meters,
        Map<List<String>, MemoryMeter> series)
        implements Metrics.Family<M> {

    MemoryFamily(String name, List<String> labels, Class<M> kind, Supplier<? extends MemoryMeter> meters) {
        this(name, labels, kind, meters, new ConcurrentHashMap<>());
    }

    @SuppressWarnings("unchecked") // the kind is compared
    <N> Metrics.Family<N> as(Class<N> wanted, List<String> wantedLabels) {
        if (wanted != kind || !wantedLabels.equals(labels)) {
            throw new IllegalArgumentException(name + " is a " + kind.getSimpleName() + " with labels " + labels
                    + ", not a " + wanted.getSimpleName() + " with labels " + wantedLabels);
        }
        return (Metrics.Family<N>) this;
    }

    @Nullable
    MemoryMeter meter(List<String> values) {
        return series.get(values);
    }

    @Override
    public M get() {
        return with(new String[0]);
    }

    @Override
    public M with(String value) {
        return with(new String[] {value});
    }

    @Override
    public M with(String first, String second) {
        return with(new String[] {first, second});
    }

    @Override
    public M with(String... values) {
        check(values);
        return kind.cast(series.computeIfAbsent(List.of(values), key -> meters.get()));
    }

    @Override
    public boolean remove(String... values) {
        check(values);
        return series.remove(List.of(values)) != null;
    }

    private void check(String[] values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(
                    name + " has labels " + labels + ", given are " + values.length + " values");
        }
    }
}
