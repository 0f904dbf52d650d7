package io.mistersmith.metrics.exporters.internal.otlp;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Families as an {@code ExportMetricsServiceRequest} of OTLP 1.x. Counters are cumulative sums, gauges are gauges, histograms and
 * timers are cumulative histograms with minimum and maximum; durations are in seconds. A gauge without a value is left out.
 * The field numbers are those of {@code opentelemetry/proto/metrics/v1/metrics.proto}. Immutable.
 */
final class MetricsRequest {

    private static final String SCOPE = "io.mistersmith";
    private static final int CUMULATIVE = 2;
    private static final double NANOS = 1e9;

    private final Map<String, String> resource;
    private final HistogramBuckets buckets;
    private final long startNanos;

    /**
     * Makes requests from one container.
     *
     * @param resource attributes that say whose metrics these are
     * @param start from when on counts are
     */
    MetricsRequest(Map<String, String> resource, HistogramBuckets buckets, Instant start) {
        this.resource = resource;
        this.buckets = buckets;
        this.startNanos = nanos(start);
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    ByteArrayOutputStream of(List<FamilySnapshot> families, Instant now) {
        long nowNanos = nanos(now);
        ProtoWriter request = new ProtoWriter();
        request.message(1, metrics -> {
            metrics.message(1, it -> resource.forEach((key, value) -> attribute(it, 1, key, value)));
            metrics.message(2, scope -> {
                scope.message(1, it -> it.text(1, SCOPE));
                families.forEach(family -> scope.message(2, metric -> write(metric, family, nowNanos)));
            });
        });
        return request.bytes();
    }

    private void write(ProtoWriter metric, FamilySnapshot family, long now) {
        metric.text(1, family.name());
        metric.text(2, family.help());
        metric.text(3, unit(family.unit()));
        switch (family.kind()) {
            case GAUGE -> metric.message(5, gauge -> numbers(gauge, family, now));
            case COUNTER ->
                metric.message(7, sum -> {
                    numbers(sum, family, now);
                    sum.number(2, CUMULATIVE);
                    sum.number(3, 1); // monotonic
                });
            case HISTOGRAM, TIMER ->
                metric.message(9, histogram -> {
                    double[] bounds = buckets.of(family);
                    family.series()
                            .forEach(one -> histogram.message(1, point -> values(point, family, one, bounds, now)));
                    histogram.number(2, CUMULATIVE);
                });
        }
    }

    /** As UCUM has it, which OpenTelemetry asks for. */
    private static String unit(String unit) {
        return switch (unit) {
            case "" -> "";
            case "seconds" -> "s";
            case "bytes" -> "By";
            default -> "{" + unit + "}";
        };
    }

    private void numbers(ProtoWriter metric, FamilySnapshot family, long now) {
        for (SeriesSnapshot series : family.series()) {
            if (!Double.isNaN(series.value())) {
                metric.message(1, point -> {
                    attributes(point, 7, family, series);
                    times(point, now);
                    point.real(4, series.value());
                });
            }
        }
    }

    private void values(ProtoWriter point, FamilySnapshot family, SeriesSnapshot series, double[] bounds, long now) {
        @Nullable Distribution values = series.distribution();
        if (values == null) {
            return;
        }
        double scale = family.kind() == MeterKind.TIMER ? NANOS : 1;
        attributes(point, 9, family, series);
        times(point, now);
        point.fixed(4, values.count());
        point.real(5, values.sum() / scale);
        if (bounds.length > 0) {
            long[] counts = new long[bounds.length + 1];
            long below = 0;
            for (int i = 0; i < bounds.length; i++) {
                long atMost = values.countAtMost(Math.round(bounds[i] * scale));
                counts[i] = atMost - below;
                below = atMost;
            }
            counts[bounds.length] = values.count() - below;
            point.fixed(6, counts);
            point.reals(7, bounds);
        }
        if (values.count() > 0) {
            point.real(11, values.min() / scale);
            point.real(12, values.max() / scale);
        }
    }

    private void times(ProtoWriter point, long now) {
        point.fixed(2, startNanos);
        point.fixed(3, now);
    }

    private static void attributes(ProtoWriter point, int field, FamilySnapshot family, SeriesSnapshot series) {
        for (int i = 0; i < family.labels().size(); i++) {
            attribute(point, field, family.labels().get(i), series.labelValues().get(i));
        }
    }

    private static void attribute(ProtoWriter owner, int field, String key, String value) {
        owner.message(field, pair -> {
            pair.text(1, key);
            pair.message(2, any -> any.text(1, value));
        });
    }
}
