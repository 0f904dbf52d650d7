package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.internal.guests.DropwizardBridge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private final Sampling sampling = new Sampling();
    private final OverheadMonitor monitor = new OverheadMonitor(sampling, System::nanoTime);
    private final DropwizardBridge guests;
    private volatile int maxSeries;

    MeterTable(MetricRegistry registry, int maxSeries) {
        this.registry = registry;
        this.guests = new DropwizardBridge(registry, Meters.Meter.class::isInstance);
        maxSeries(maxSeries);
        MetricsView own = new MetricsView(this, self);
        overflow = (FamilyView<io.mistersmith.metrics.Counter>)
                own.counter(OVERFLOW, "Series that found no place of their own, by metric name", "name");
        var unused = own.counter(
                "mistersmith_metrics_supplier_failures_total",
                "Suppliers of values that threw",
                Map.of(),
                supplierFailures::sum);
        OwnMeters.register(this, self, own, monitor);
    }

    /** What metrics may cost from now on. */
    void overhead(Overhead settings) {
        monitor.settings(settings);
    }

    /** As the provider itself sees all meters, for meters about the container. */
    MetricsView own() {
        return new MetricsView(this, self);
    }

    private Meters.Meter meterFor(Family family) {
        return Meters.of(family.naming().kind(), sampling);
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
            return new Family.Found(meterFor(family), true);
        }
        Meters.Meter known = family.join(owner, values);
        if (known != null) {
            return new Family.Found(known, true);
        }
        if (family.size() < maxSeries || values.isEmpty()) {
            return new Family.Found(family.create(owner, values, meterFor(family)), true);
        }
        return new Family.Found(overflow(owner, family), false);
    }

    /** Replaces whatever the series was; its place under the limit is taken even if there is none left. */
    synchronized void supply(Owner owner, Family family, List<String> values, Meters.Meter meter) {
        if (!owner.stopped()) {
            family.drop(values);
            family.create(owner, values, meter);
        }
    }

    synchronized void unsupply(Family family, List<String> values, Meters.Meter meter) {
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
        return joined != null ? joined : family.create(owner, others, meterFor(family));
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

    /** Ours, and those that libraries put into Dropwizard's registry; ours win where both have a series. */
    @Override
    public List<FamilySnapshot> families() {
        return monitor.measure(this::collect);
    }

    private List<FamilySnapshot> collect() {
        Map<String, FamilySnapshot> all = new TreeMap<>();
        for (Family family : families.values()) {
            FamilySnapshot snapshot = family.snapshot();
            if (!snapshot.series().isEmpty()) {
                all.put(snapshot.name(), snapshot);
            }
        }
        guests.families().forEach(guest -> all.merge(guest.name(), guest, DropwizardBridge::together));
        return List.copyOf(all.values());
    }

    @Override
    public Optional<FamilySnapshot> family(String name) {
        Optional<FamilySnapshot> guest = guests.families().stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
        return Optional.ofNullable(families.get(name))
                .map(Family::snapshot)
                .filter(ours -> !ours.series().isEmpty())
                .map(ours ->
                        guest.map(one -> DropwizardBridge.together(ours, one)).orElse(ours))
                .or(() -> guest);
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
