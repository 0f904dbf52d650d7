package io.mistersmith.metrics.internal.guests;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What libraries put into Dropwizard's registry, as families like ours. HikariCP's get the names that public dashboards
 * look for ({@link HikariNames}); other names become lower case with underscores.
 */
public final class DropwizardBridge {

    private static final Logger LOG = LoggerFactory.getLogger(DropwizardBridge.class);
    private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");

    /**
     * Under which name a metric is shown.
     *
     * @param scale what a recorded value is multiplied with to be in the family's base unit
     */
    record Shown(String name, String help, Map<String, String> labels, long scale) {}

    private record Kinded(MeterKind kind, String unit, SeriesSnapshot series) {}

    private final MetricRegistry registry;
    private final Predicate<Metric> ours;

    /**
     * Of this registry.
     *
     * @param ours what is shown anyway
     */
    public DropwizardBridge(MetricRegistry registry, Predicate<Metric> ours) {
        this.registry = registry;
        this.ours = ours;
    }

    /** All but those that are ours, with gauges as the given function reads them: null if one is no number. */
    public List<FamilySnapshot> families(BiFunction<String, Gauge<?>, @Nullable Double> gauges) {
        Map<String, FamilySnapshot> families = new TreeMap<>();
        registry.getMetrics().forEach((name, metric) -> {
            if (!ours.test(metric)) {
                add(families, name, metric, gauges);
            }
        });
        return List.copyOf(families.values());
    }

    private static void add(
            Map<String, FamilySnapshot> families,
            String name,
            Metric metric,
            BiFunction<String, Gauge<?>, @Nullable Double> gauges) {
        Shown known = HikariNames.of(name);
        Shown shown = known != null ? known : generic(name, metric);
        Kinded value;
        if (metric instanceof Gauge<?> gauge) {
            Double number = gauges.apply(name, gauge);
            value = number == null
                    ? null
                    : new Kinded(
                            MeterKind.GAUGE,
                            "",
                            new SeriesSnapshot(List.copyOf(shown.labels().values()), number, null));
        } else {
            value = snapshot(shown, metric, known != null);
        }
        if (value == null) {
            return;
        }
        FamilySnapshot one = new FamilySnapshot(
                shown.name(),
                value.kind(),
                shown.help(),
                value.unit(),
                List.copyOf(shown.labels().keySet()),
                List.of(value.series()));
        families.merge(shown.name(), one, DropwizardBridge::together);
    }

    /**
     * The series of both, if they are of the same kind and labels; of two with the same label values, and of what does not fit,
     * the first alone: one name cannot be two things.
     */
    public static FamilySnapshot together(FamilySnapshot first, FamilySnapshot second) {
        List<List<String>> there =
                first.series().stream().map(SeriesSnapshot::labelValues).toList();
        List<SeriesSnapshot> more =
                first.kind() == second.kind() && first.labels().equals(second.labels())
                        ? second.series().stream()
                                .filter(one -> !there.contains(one.labelValues()))
                                .toList()
                        : List.of();
        if (more.size() < second.series().size()) {
            LOG.debug("Two metrics have the name {}", first.name());
        }
        if (more.isEmpty()) {
            return first;
        }
        List<SeriesSnapshot> all = new ArrayList<>(first.series());
        all.addAll(more);
        all.sort(Comparator.comparing(one -> String.join("\0", one.labelValues())));
        return new FamilySnapshot(first.name(), first.kind(), first.help(), first.unit(), first.labels(), all);
    }

    private static Shown generic(String name, Metric metric) {
        String base = NO_NAME.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
        String plain = base.replaceAll("^[_0-9]+|_+$", "").replaceAll("_total$", "");
        String suffix = metric instanceof Meter ? "_total" : metric instanceof Timer ? "_seconds" : "";
        return new Shown((plain.isEmpty() ? "unnamed" : plain) + suffix, "From a library: " + name, Map.of(), 1);
    }

    private static @Nullable Kinded snapshot(Shown shown, Metric metric, boolean times) {
        List<String> values = List.copyOf(shown.labels().values());
        if (metric instanceof Timer timer) {
            return recorded(MeterKind.TIMER, "seconds", values, timer.getCount(), timer.getSnapshot(), 1);
        } else if (metric instanceof Histogram histogram) {
            return times
                    ? recorded(
                            MeterKind.TIMER,
                            "seconds",
                            values,
                            histogram.getCount(),
                            histogram.getSnapshot(),
                            shown.scale())
                    : recorded(MeterKind.HISTOGRAM, "", values, histogram.getCount(), histogram.getSnapshot(), 1);
        } else if (metric instanceof Meter meter) {
            return new Kinded(MeterKind.COUNTER, "", new SeriesSnapshot(values, meter.getCount(), null));
        } else if (metric instanceof Counter counter) { // may fall, so it is none for Prometheus
            return new Kinded(MeterKind.GAUGE, "", new SeriesSnapshot(values, counter.getCount(), null));
        }
        return null;
    }

    private static Kinded recorded(
            MeterKind kind,
            String unit,
            List<String> values,
            long count,
            com.codahale.metrics.Snapshot snapshot,
            long scale) {
        GuestDistribution distribution = new GuestDistribution(snapshot, count, scale);
        return new Kinded(kind, unit, new SeriesSnapshot(values, count, distribution));
    }
}
