package io.mistersmith.metrics.internal;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.metrics.internal.guests.DropwizardBridge;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
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

    /** Name of the metric that lists suppliers with a problem. */
    static final String PROBLEMS = "mistersmith_metrics_supplier_problems";

    private static final Logger LOG = LoggerFactory.getLogger(MeterTable.class);

    private final Map<String, Family> families = new ConcurrentHashMap<>();
    private final SampleNames names = new SampleNames(); // guarded by this
    private final MetricRegistry registry;
    private final Owner self = new Owner("io.mistersmith.metrics.provider");
    private final GuardedCollection guard = new GuardedCollection();
    private final GuestGauges guestGauges = new GuestGauges(guard);
    private final WindowSettings window = new WindowSettings(System::nanoTime);
    private final FamilyView<io.mistersmith.metrics.Counter> overflow;
    private final Sampling sampling = new Sampling();
    private final OverheadMonitor monitor = new OverheadMonitor(sampling, System::nanoTime);
    private final DropwizardBridge guests;
    private volatile int maxSeries;

    MeterTable(MetricRegistry registry, int maxSeries) {
        this.registry = registry;
        this.guests = new DropwizardBridge(registry, Meters.Meter.class::isInstance);
        maxSeries(maxSeries);
        registry.addListener(guestGauges);
        MetricsView own = new MetricsView(this, self);
        overflow = (FamilyView<io.mistersmith.metrics.Counter>)
                own.counter(OVERFLOW, "Series that found no place of their own, by metric name", "name");
        var unused = own.counter(
                "mistersmith_metrics_supplier_failures_total",
                "Calls of suppliers of values that threw",
                Map.of(),
                guard::failures);
        OwnMeters.register(this, self, own, monitor);
    }

    /** What metrics may cost from now on. */
    void overhead(Overhead settings) {
        monitor.settings(settings);
        guard.budget(settings.maxCollectionTime());
    }

    /** Time that quantiles of summaries cover from now on. */
    void window(Duration length) {
        window.length(length);
    }

    /** Gives the threads that supplied values are read on from now on; null: the one that collects. */
    void threads(Supplier<? extends @Nullable Executor> now) {
        guard.threads(now);
    }

    /** As the provider itself sees all meters, for meters about the container. */
    MetricsView own() {
        return new MetricsView(this, self);
    }

    private Meters.Meter meterFor(Family family) {
        return Meters.of(family.naming().kind(), sampling, window);
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

    SuppliedMeter supplied(String name, Owner owner, Callable<? extends Number> supplier) {
        return new SuppliedMeter(name, owner, supplier, guard);
    }

    /** The family of this name, which then is the owner's too. */
    synchronized Family family(Owner owner, Naming naming, String help) {
        Family family = families.get(naming.name());
        if (family == null) {
            family = new Family(naming, help, registry);
            if (!owner.stopped()) {
                names.take(naming);
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
        families.values().removeIf(family -> {
            boolean last = family.leave(owner);
            if (last) {
                names.release(family.naming());
            }
            return last;
        });
    }

    synchronized void close() {
        families.values().forEach(Family::clear);
        families.clear();
        names.clear();
        registry.removeListener(guestGauges);
    }

    /** Ours, and those that libraries put into Dropwizard's registry; ours win where both have a series. */
    @Override
    public List<FamilySnapshot> families() {
        return monitor.measure(() -> guard.collect(reading -> collect(families.values(), reading)));
    }

    private List<FamilySnapshot> collect(Collection<Family> ours, ToDoubleFunction<SuppliedMeter> reading) {
        Map<String, FamilySnapshot> all = new TreeMap<>();
        for (Family family : ours) {
            FamilySnapshot snapshot = family.snapshot(reading);
            if (!snapshot.series().isEmpty()) {
                all.put(snapshot.name(), snapshot);
            }
        }
        guests(reading).forEach(guest -> all.merge(guest.name(), guest, DropwizardBridge::together));
        problems().ifPresent(found -> all.put(found.name(), found));
        return List.copyOf(all.values());
    }

    private List<FamilySnapshot> guests(ToDoubleFunction<SuppliedMeter> reading) {
        return guests.families((name, gauge) -> guestGauges.read(name, gauge, reading));
    }

    /** Suppliers with a problem; not a family like others, because it changes while it is collected. */
    private Optional<FamilySnapshot> problems() {
        List<SeriesSnapshot> all = guard.problems().stream()
                .map(one -> List.of(one.meter().owner().name(), one.meter().name(), one.kind()))
                .distinct()
                .sorted(Comparator.comparing(List::toString))
                .limit(maxSeries)
                .map(values -> new SeriesSnapshot(values, 1, null))
                .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new FamilySnapshot(
                        PROBLEMS,
                        MeterKind.GAUGE,
                        "Suppliers of values that fail, are slow, or have not returned",
                        "",
                        List.of("bundle", "metric", "problem"),
                        all));
    }

    @Override
    public Optional<FamilySnapshot> family(String name) {
        Family family = families.get(name);
        return guard.collect(reading -> collect(family == null ? List.of() : List.of(family), reading)).stream()
                .filter(one -> one.name().equals(name))
                .findFirst();
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
