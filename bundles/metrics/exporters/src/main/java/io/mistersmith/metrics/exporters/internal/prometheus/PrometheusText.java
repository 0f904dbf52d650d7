package io.mistersmith.metrics.exporters.internal.prometheus;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Families as Prometheus' text 0.0.4, or as OpenMetrics 1.0. Thread-safe. */
public final class PrometheusText {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusText.class);
    private static final int MOST_WARNINGS = 1_000;

    private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();
    private final SnapshotConverter converter;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    PrometheusText(TextSettings settings) {
        this.converter = new SnapshotConverter(settings);
    }

    /**
     * A text with this prefix and these buckets.
     *
     * @throws IllegalArgumentException if the prefix is malformed
     */
    public static PrometheusText with(String prefix, HistogramBuckets buckets) {
        return new PrometheusText(new TextSettings(prefix, buckets));
    }

    /** Writes text 0.0.4, and gives its content type. */
    public String writePlain(List<FamilySnapshot> families, OutputStream out) throws IOException {
        write(families, plain, out);
        return plain.getContentType();
    }

    /** What a client with this {@code Accept} header gets. */
    ExpositionFormatWriter format(@Nullable String accept) {
        return accept != null && open.accepts(accept) ? open : plain;
    }

    void write(List<FamilySnapshot> families, ExpositionFormatWriter format, OutputStream out) throws IOException {
        List<MetricSnapshot> snapshots = new ArrayList<>(families.size());
        Set<String> names = new HashSet<>();
        for (FamilySnapshot family : families) {
            try {
                MetricSnapshot snapshot = converter.convert(family);
                if (names.add(snapshot.getMetadata().getPrometheusName())) {
                    snapshots.add(snapshot);
                } else {
                    warn(family, "a metric that differs by _total only has the same name there");
                }
            } catch (IllegalArgumentException e) {
                warn(family, e.getMessage());
            }
        }
        format.write(out, new MetricSnapshots(snapshots));
    }

    /** One metric that the format cannot hold must not cost all others. */
    private void warn(FamilySnapshot family, @Nullable String reason) {
        if (warned.size() < MOST_WARNINGS && warned.add(family.name())) {
            LOG.warn("Metric {} is left out of the Prometheus text: {}", family.name(), reason);
        }
    }
}
