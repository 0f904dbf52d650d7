package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Upper bounds of the buckets of each histogram and timer that one exporter writes. Immutable. */
public final class HistogramBuckets {

    static final String METRIC_BUCKETS = "metric.buckets";

    private static final int MOST_BUCKETS = 100;
    private static final double LONGEST_SECONDS = 1e9;
    private static final double LARGEST = 1e15;
    private static final Pattern ENTRY = Pattern.compile("([a-z][a-z0-9_]*):([0-9.eE+|-]+)");

    /** Bounds for values that are no durations, which may be bytes as well as calls: 1, 4, 16 to 4^15. */
    private static final double[] POWERS_OF_4 =
            LongStream.range(0, 16).mapToDouble(i -> 1L << (2 * i)).toArray();

    private final double[] timers;
    private final Map<String, double[]> byName = new HashMap<>();

    /**
     * Makes buckets from settings.
     *
     * @param timers value of {@code histogram.buckets}: bounds in seconds; none: summaries instead of histograms
     * @param perMetric value of {@code metric.buckets}: {@code NAME:BOUND|BOUND}, a timer's in seconds, another histogram's in
     *     its unit
     * @param prefix stands before the names of the families, and not before those of the settings
     * @throws IllegalArgumentException if bounds do not rise or a metric is malformed or named twice
     */
    public HistogramBuckets(double[] timers, List<String> perMetric, String prefix) {
        this.timers = timers.clone();
        String fault = faultOf(timers, LONGEST_SECONDS);
        if (fault != null) {
            throw new IllegalArgumentException("histogram.buckets=" + Arrays.toString(timers) + " " + fault);
        }
        for (String entry : perMetric) {
            Matcher parts = ENTRY.matcher(entry.strip());
            if (!parts.matches()) {
                throw bad("has an entry that is not NAME:BOUND|BOUND|BOUND", entry);
            }
            if (byName.put(prefix + parts.group(1), parsed(entry, parts.group(2))) != null) {
                throw bad("names a metric twice", entry);
            }
        }
    }

    /** Gives the bounds of a histogram or timer, in the unit that is exported; empty: it is exported as a summary. */
    public double[] of(FamilySnapshot family) {
        double[] own = byName.get(family.name());
        if (own != null) {
            return own.clone();
        }
        return timers.length == 0 || family.kind() == MeterKind.TIMER ? timers.clone() : POWERS_OF_4.clone();
    }

    private static double[] parsed(String entry, String text) {
        double[] bounds;
        try {
            bounds = Arrays.stream(text.split("\\|", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw bad("has a bound that is no number", entry);
        }
        String fault = faultOf(bounds, LARGEST);
        if (fault != null) {
            throw bad(fault, entry);
        }
        return bounds;
    }

    private static IllegalArgumentException bad(String fault, String entry) {
        return new IllegalArgumentException(METRIC_BUCKETS + " " + fault + ": " + entry);
    }

    private static @Nullable String faultOf(double[] bounds, double most) {
        if (bounds.length > MOST_BUCKETS) {
            return "has " + bounds.length + " bounds, at most " + MOST_BUCKETS;
        }
        double before = 0;
        for (double bound : bounds) {
            if (!(bound > before && bound <= most)) {
                return "has bounds that do not rise from above 0 to at most " + most;
            }
            before = bound;
        }
        return null;
    }
}
