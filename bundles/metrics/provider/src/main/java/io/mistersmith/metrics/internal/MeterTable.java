package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.MetricsReader;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All families of the container, each with the bundles that asked for it.
 *
 * <p>Thread-safe. Changes of families and series hold this table's lock, which is taken once per new series and bundle;
 * updates of meters and readers take no lock.
 */
final class MeterTable implements MetricsReader {

    static final String OVERFLOW = "mistersmith_metrics_overflow_total";
    static final String OTHER = "other";

    private static final Logger LOG = LoggerFactory.getLogger(MeterTable.class);

    private final Map<String, Family> families = new ConcurrentHashMap<>();
    private final MetricRegistry registry;
    private final Owner self = new Owner("io.mistersmith.metrics.provider");
    private final LongAdder supplierFailures = new LongAdder();
    private final FamilyView<io.mistersmith.metrics.Counter> overflow;
    private volatile int maxSeries;

    MeterTable(MetricRegistry registry, int maxSeries) {
        this.registry = registry;
        maxSeries(maxSeries);
        MetricsView own = new MetricsView(this, self);
        overflow = (FamilyView<io.mistersmith.metrics.Counter>)
                own.counter(OVERFLOW, "Series that found no place of their own, by metric name", "name");
        var unused = own.counter(
                "mistersmith_metrics_supplier_failures_total",
                "Suppliers of values that threw",
                Map.of(),
                supplierFailures::sum);
    }

    /** How many series a name may have; those above it stay, new ones go to {@code other}. */
    void maxSeries(int max) {
        if (max < 1 || max > 100_000) {
            throw new IllegalArgumentException("max.series=" + max + " is not within 1..100000 series");
        }
        maxSeries = max;
    }

    int maxSeries() {
        return maxSeries;
    }

    LongAdder supplierFailures() {
        return supplierFailures;
    }

    /** The family of this name, which then is the owner's too. */
    synchronized Family family(Owner owner, Naming naming, String help) {
        Family family = families.get(naming.name());
        if (family == null) {
            family = new Family(naming, help, registry);
            if (!owner.stopped()) {
                families.put(naming.name(), family);
            }
        } else if (!family.naming().equals(naming)) {
            throw new IllegalArgumentException(
                    "Metric " + naming.name() + " is a " + family.naming() + ", not a " + naming);
        }
        family.add(owner);
        return family;
    }

    /** The owner's series with these label values; the overflow series if there are too many. */
    synchronized Family.Found obtain(Owner owner, Family family, List<String> values) {
        if (owner.stopped()) {
            return new Family.Found(Meters.of(family.naming().kind()), true);
        }
        Meters.Meter known = family.join(owner, values);
        if (known != null) {
            return new Family.Found(known, true);
        }
        if (family.size() < maxSeries || values.isEmpty()) {
            return new Family.Found(
                    family.create(owner, values, Meters.of(family.naming().kind())), true);
        }
        return new Family.Found(overflow(owner, family), false);
    }

    /** Replaces whatever the series was; its place under the limit is taken even if there is none left. */
    synchronized void supply(Owner owner, Family family, List<String> values, Meters.Supplied meter) {
        if (!owner.stopped()) {
            family.drop(values);
            family.create(owner, values, meter);
        }
    }

    synchronized void unsupply(Family family, List<String> values, Meters.Supplied meter) {
        if (family.holds(values, meter)) {
            family.drop(values);
        }
    }

    synchronized boolean leave(Owner owner, Family family, List<String> values) {
        return family.leave(owner, values);
    }

    private Meters.Meter overflow(Owner owner, Family family) {
        String name = family.naming().name();
        if (!name.equals(OVERFLOW)) {
            overflow.with(name).increment();
        }
        if (family.warnOnce()) {
            LOG.warn(
                    "Metric {} has {} series, asked for by {}: more go to one series \"{}\". Use fewer label values.",
                    name,
                    maxSeries,
                    owner.name(),
                    OTHER);
        }
        List<String> others =
                family.naming().labels().stream().map(label -> OTHER).toList();
        Meters.Meter joined = family.join(owner, others);
        return joined != null
                ? joined
                : family.create(owner, others, Meters.of(family.naming().kind()));
    }

    /** Drops what only this owner had. */
    synchronized void stop(Owner owner) {
        owner.stop();
        families.values().removeIf(family -> family.leave(owner));
    }

    synchronized void close() {
        families.values().forEach(Family::clear);
        families.clear();
    }

    @Override
    public List<FamilySnapshot> families() {
        return families.values().stream()
                .map(Family::snapshot)
                .filter(family -> !family.series().isEmpty())
                .sorted(Comparator.comparing(FamilySnapshot::name))
                .toList();
    }

    @Override
    public Optional<FamilySnapshot> family(String name) {
        return Optional.ofNullable(families.get(name)).map(Family::snapshot).filter(family -> !family.series()
                .isEmpty());
    }

    /** Whether meters of this kind are handed out, or supplied ones stand in their place. */
    static Class<?> typeOf(MeterKind kind) {
        return switch (kind) {
            case COUNTER -> io.mistersmith.metrics.Counter.class;
            case GAUGE -> io.mistersmith.metrics.Gauge.class;
            case HISTOGRAM -> io.mistersmith.metrics.Histogram.class;
            case TIMER -> io.mistersmith.metrics.Timer.class;
        };
    }
}
