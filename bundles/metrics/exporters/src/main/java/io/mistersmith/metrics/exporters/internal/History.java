package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last {@value #SAMPLES} samples of each series, at most {@value #MOST_SERIES} series: about 1 MB. Thread-safe.
 *
 * <p>Of a gauge its values; of all else how much it grew per second.
 */
final class History {

    static final int SAMPLES = 60;
    static final int MOST_SERIES = 2_000;

    private record Key(String name, List<String> labelValues) {}

    /** One series; {@code seen} is the sample at which it was there last. */
    private static final class Ring {

        final double[] values = new double[SAMPLES];
        double total = Double.NaN;
        long seen;

        Ring() {
            Arrays.fill(values, Double.NaN);
        }
    }

    private final Map<Key, Ring> rings = new LinkedHashMap<>(); // all guarded by this
    private final Map<String, FamilySnapshot> families = new LinkedHashMap<>();
    private long samples;
    private long lastNanos;

    /** Keeps what these families are at this moment. */
    synchronized void add(List<FamilySnapshot> now, long nanos) {
        double seconds = (nanos - lastNanos) / 1e9;
        boolean first = samples == 0;
        lastNanos = nanos;
        samples++;
        int slot = (int) (samples % SAMPLES);
        families.clear();
        for (FamilySnapshot family : now) {
            families.put(family.name(), family);
            for (SeriesSnapshot series : family.series()) {
                Key key = new Key(family.name(), series.labelValues());
                Ring ring = rings.get(key);
                if (ring == null && rings.size() < MOST_SERIES) {
                    ring = new Ring();
                    rings.put(key, ring);
                }
                if (ring != null) {
                    ring.values[slot] = family.kind() == MeterKind.GAUGE
                            ? series.value()
                            : first ? Double.NaN : grown(ring.total, series.value()) / seconds;
                    ring.total = series.value();
                    ring.seen = samples;
                }
            }
        }
        forgetOthers(slot);
    }

    /** What fell was begun anew. */
    private static double grown(double before, double now) {
        return now >= before ? now - before : Double.isNaN(before) ? Double.NaN : now;
    }

    private void forgetOthers(int slot) {
        for (Iterator<Ring> all = rings.values().iterator(); all.hasNext(); ) {
            Ring ring = all.next();
            if (ring.seen < samples) {
                ring.values[slot] = Double.NaN;
                if (samples - ring.seen >= SAMPLES) {
                    all.remove();
                }
            }
        }
    }

    /** The series of a name that are there now, in the order of their labels; empty if there is no such name. */
    synchronized List<SampledSeries> of(String name) {
        FamilySnapshot family = families.get(name);
        List<SampledSeries> lines = new ArrayList<>();
        if (family == null) {
            return lines;
        }
        for (SeriesSnapshot series : family.series()) {
            Ring ring = rings.get(new Key(name, series.labelValues()));
            if (ring != null) {
                lines.add(new SampledSeries(labels(family, series), family.kind() != MeterKind.GAUGE, ordered(ring)));
            }
        }
        return lines;
    }

    /** Names that have samples. */
    synchronized List<String> names() {
        return List.copyOf(families.keySet());
    }

    private List<Double> ordered(Ring ring) {
        List<Double> values = new ArrayList<>(SAMPLES);
        for (long i = samples + 1; i <= samples + SAMPLES; i++) {
            values.add(ring.values[(int) (i % SAMPLES)]);
        }
        return values;
    }

    private static Map<String, String> labels(FamilySnapshot family, SeriesSnapshot series) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < family.labels().size(); i++) {
            labels.put(family.labels().get(i), series.labelValues().get(i));
        }
        return labels;
    }
}
