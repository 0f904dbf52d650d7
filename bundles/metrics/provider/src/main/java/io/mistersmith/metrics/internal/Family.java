package io.mistersmith.metrics.internal;

import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All series of one name. Everything but {@link #snapshot} is called with the lock of {@link MeterTable} held. */
final class Family {

    /**
     * A series somebody asked for.
     *
     * @param own false if it is the overflow series
     */
    record Found(Meters.Meter meter, boolean own) {}

    /** A meter, what stands for it in Dropwizard's registry, and those who use it. */
    private record Series(Meters.Meter meter, Metric shown, Set<Owner> owners) {}

    private static final Logger LOG = LoggerFactory.getLogger(Family.class);

    private static final Comparator<SeriesSnapshot> BY_LABEL_VALUES = (one, other) -> {
        List<String> left = one.labelValues();
        List<String> right = other.labelValues();
        int order = 0;
        for (int i = 0; i < left.size() && order == 0; i++) {
            order = left.get(i).compareTo(right.get(i));
        }
        return order;
    };

    private final Naming naming;
    private final String help;
    private final MetricRegistry registry;
    private final Set<Owner> owners = new HashSet<>();
    private final Map<List<String>, Series> series = new ConcurrentHashMap<>();
    private boolean warned;

    Family(Naming naming, String help, MetricRegistry registry) {
        this.naming = naming;
        this.help = help;
        this.registry = registry;
    }

    Naming naming() {
        return naming;
    }

    int size() {
        return series.size();
    }

    boolean warnOnce() {
        boolean first = !warned;
        warned = true;
        return first;
    }

    void add(Owner owner) {
        if (!owner.stopped()) {
            owners.add(owner);
        }
    }

    Meters.@Nullable Meter join(Owner owner, List<String> values) {
        Series known = series.get(values);
        if (known == null) {
            return null;
        }
        if (!MeterTable.typeOf(naming.kind()).isInstance(known.meter)) {
            throw new IllegalArgumentException(
                    "Metric " + naming.name() + values + " is supplied, and cannot be updated");
        }
        known.owners.add(owner);
        return known.meter;
    }

    Meters.Meter create(Owner owner, List<String> values, Meters.Meter meter) {
        Set<Owner> users = new HashSet<>();
        users.add(owner);
        Metric shown = meter.dropwizard();
        series.put(values, new Series(meter, shown, users));
        try {
            registry.register(dropwizardName(values), shown);
        } catch (IllegalArgumentException e) { // somebody else's metric has that name; ours is still read by our reader
            LOG.debug("Not in Dropwizard's registry: {}", e.getMessage());
        }
        return meter;
    }

    boolean holds(List<String> values, Meters.Meter meter) {
        Series known = series.get(values);
        return known != null && known.meter == meter;
    }

    void drop(List<String> values) {
        Series known = series.remove(values);
        if (known != null) {
            if (known.meter instanceof SuppliedMeter supplied) {
                supplied.close();
            }
            unregister(values, known);
        }
    }

    /** The owner gives one series up; true if it had it. */
    boolean leave(Owner owner, List<String> values) {
        Series known = series.get(values);
        if (known == null || !known.owners.remove(owner)) {
            return false;
        }
        if (known.owners.isEmpty()) {
            drop(values);
        }
        return true;
    }

    /** The owner gives everything up; true if nobody is left. */
    boolean leave(Owner owner) {
        List.copyOf(series.keySet()).forEach(values -> leave(owner, values));
        owners.remove(owner);
        return owners.isEmpty();
    }

    void clear() {
        List.copyOf(series.keySet()).forEach(this::drop);
    }

    private void unregister(List<String> values, Series gone) {
        String name = dropwizardName(values);
        Metric registered = registry.getMetrics().get(name);
        if (registered == gone.shown) {
            registry.remove(name);
        }
    }

    private String dropwizardName(List<String> values) {
        if (values.isEmpty()) {
            return naming.name();
        }
        StringJoiner text = new StringJoiner(",", naming.name() + "{", "}");
        for (int i = 0; i < values.size(); i++) {
            text.add(naming.labels().get(i) + "=" + values.get(i));
        }
        return text.toString();
    }

    FamilySnapshot snapshot(ToDoubleFunction<SuppliedMeter> reading) {
        List<SeriesSnapshot> all = series.entrySet().stream()
                .map(one -> one.getValue().meter.snapshot(one.getKey(), reading))
                .sorted(BY_LABEL_VALUES)
                .toList();
        return new FamilySnapshot(naming.name(), naming.kind(), help, naming.unit(), naming.labels(), all);
    }
}
