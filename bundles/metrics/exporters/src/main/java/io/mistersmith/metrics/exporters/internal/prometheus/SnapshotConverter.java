package io.mistersmith.metrics.exporters.internal.prometheus;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Our snapshots as Prometheus' own. Durations become seconds. */
final class SnapshotConverter {

    private static final double[] SHARES = {0.5, 0.9, 0.95, 0.99, 0.999};
    private static final double NANOS = 1e9;

    private final TextSettings settings;

    SnapshotConverter(TextSettings settings) {
        this.settings = settings;
    }

    /**
     * One family.
     *
     * @throws IllegalArgumentException if the format cannot hold it
     */
    MetricSnapshot convert(FamilySnapshot family) {
        MetricMetadata metadata = metadata(family);
        boolean timer = family.kind() == MeterKind.TIMER;
        return switch (family.kind()) {
            case COUNTER ->
                new CounterSnapshot(
                        metadata,
                        points(family, (one, labels) -> new CounterDataPointSnapshot(one.value(), labels, null, 0)));
            case GAUGE ->
                new GaugeSnapshot(
                        metadata,
                        points(family, (one, labels) -> new GaugeDataPointSnapshot(one.value(), labels, null)));
            case HISTOGRAM, TIMER -> {
                double[] bounds = settings.buckets().of(family);
                yield bounds.length == 0
                        ? new SummarySnapshot(
                                metadata, points(family, (one, labels) -> summary(values(one), labels, timer)))
                        : new HistogramSnapshot(
                                metadata,
                                points(family, (one, labels) -> histogram(values(one), labels, timer, bounds)));
            }
        };
    }

    private MetricMetadata metadata(FamilySnapshot family) {
        String name = settings.prefix() + family.name();
        String base = family.kind() == MeterKind.COUNTER ? name.substring(0, name.length() - "_total".length()) : name;
        return new MetricMetadata(base, family.help(), unit(family.unit()));
    }

    private static @Nullable Unit unit(String unit) {
        return unit.isEmpty() ? null : new Unit(unit);
    }

    private static <P> List<P> points(FamilySnapshot family, BiFunction<SeriesSnapshot, Labels, P> point) {
        return family.series().stream()
                .map(one -> point.apply(one, Labels.of(family.labels(), one.labelValues())))
                .toList();
    }

    private static Distribution values(SeriesSnapshot series) {
        return Objects.requireNonNull(series.distribution(), "distribution");
    }

    private static SummaryDataPointSnapshot summary(Distribution values, Labels labels, boolean timer) {
        double scale = timer ? NANOS : 1;
        Distribution recent = values.recent(); // as Prometheus' own clients do; count and sum cover everything
        Quantile[] quantiles = new Quantile[SHARES.length];
        for (int i = 0; i < SHARES.length; i++) {
            // Of nothing there is no quantile; 0 would be a lie that a dashboard draws.
            double value = recent.count() == 0 ? Double.NaN : recent.quantile(SHARES[i]) / scale;
            quantiles[i] = new Quantile(SHARES[i], value);
        }
        return new SummaryDataPointSnapshot(
                values.count(), values.sum() / scale, Quantiles.of(quantiles), labels, Exemplars.EMPTY, 0);
    }

    private static HistogramDataPointSnapshot histogram(
            Distribution values, Labels labels, boolean timer, double[] given) {
        double scale = timer ? NANOS : 1;
        double[] bounds = new double[given.length + 1];
        long[] counts = new long[bounds.length];
        long below = 0;
        for (int i = 0; i < given.length; i++) {
            bounds[i] = given[i];
            long atMost = values.countAtMost(Math.round(given[i] * scale));
            counts[i] = atMost - below;
            below = atMost;
        }
        bounds[given.length] = Double.POSITIVE_INFINITY;
        counts[given.length] = values.count() - below;
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(bounds, counts), values.sum() / scale, labels, Exemplars.EMPTY, 0);
    }
}
