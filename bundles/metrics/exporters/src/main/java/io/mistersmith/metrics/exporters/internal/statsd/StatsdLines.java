package io.mistersmith.metrics.exporters.internal.statsd;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Families as lines of StatsD: counters as growth since the last export that went out, gauges as they are, of histograms
 * and timers the growth of their count, quantiles of the last window, and the maximum. For one thread at a time.
 *
 * <p>What a counter was before the first export is not sent: it was counted before anybody looked.
 */
final class StatsdLines {

    private static final Map<String, Double> SHARES =
            Map.of("p50", 0.5, "p90", 0.9, "p95", 0.95, "p99", 0.99, "p999", 0.999);
    private static final Pattern NO_TAG = Pattern.compile("[,|#:\\s]");
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_-]");
    private static final double NANOS = 1e9;

    private record Key(String name, List<String> labelValues) {}

    private final boolean tags;
    private Map<Key, Double> sent = Map.of();
    private Map<Key, Double> pending = Map.of();
    private boolean first = true;

    StatsdLines(boolean tags) {
        this.tags = tags;
    }

    /** The lines to send now; {@link #sent()} says that they went out. */
    List<String> of(List<FamilySnapshot> families) {
        List<String> lines = new ArrayList<>();
        pending = new HashMap<>();
        for (FamilySnapshot family : families) {
            for (SeriesSnapshot series : family.series()) {
                add(lines, family, series);
            }
        }
        return first ? lines.stream().filter(line -> !line.contains("|c")).toList() : lines;
    }

    /** The last lines went out, so the next are about what comes after them. */
    void sent() {
        sent = pending;
        first = false;
    }

    private void add(List<String> lines, FamilySnapshot family, SeriesSnapshot series) {
        String name = tags ? family.name() : dotted(family.name(), series.labelValues());
        String tail = tags ? tail(family.labels(), series.labelValues()) : "";
        Distribution values = series.distribution();
        if (values != null) {
            grown(lines, new Key(family.name(), series.labelValues()), series.value(), name + ".count", tail);
            double scale = family.kind() == MeterKind.TIMER ? NANOS : 1;
            Distribution recent = values.recent();
            if (recent.count() > 0) {
                SHARES.forEach(
                        (suffix, share) -> gauge(lines, name + "." + suffix, recent.quantile(share) / scale, tail));
            }
            if (values.count() > 0) {
                gauge(lines, name + ".max", values.max() / scale, tail);
            }
        } else if (family.kind() == MeterKind.COUNTER) {
            grown(lines, new Key(family.name(), series.labelValues()), series.value(), name, tail);
        } else {
            gauge(lines, name, series.value(), tail);
        }
    }

    private void grown(List<String> lines, Key key, double now, String name, String tail) {
        if (!Double.isFinite(now)) {
            return;
        }
        pending.put(key, now);
        double before = sent.getOrDefault(key, 0.0);
        double growth = now >= before ? now - before : now; // what fell began anew
        if (growth > 0) {
            lines.add(name + ":" + text(growth) + "|c" + tail);
        }
    }

    private static void gauge(List<String> lines, String name, double value, String tail) {
        if (!Double.isFinite(value)) {
            return;
        }
        if (value < 0) { // a sign would mean "lower it by"
            lines.add(name + ":0|g" + tail);
        }
        lines.add(name + ":" + text(value) + "|g" + tail);
    }

    private static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String dotted(String name, List<String> labelValues) {
        StringJoiner parts = new StringJoiner(".").add(name);
        labelValues.forEach(value -> parts.add(NO_NAME.matcher(value).replaceAll("_")));
        return parts.toString();
    }

    private static String tail(List<String> labels, List<String> values) {
        if (labels.isEmpty()) {
            return "";
        }
        StringJoiner tail = new StringJoiner(",", "|#", "");
        for (int i = 0; i < labels.size(); i++) {
            tail.add(labels.get(i) + ":" + NO_TAG.matcher(values.get(i)).replaceAll("_"));
        }
        return tail.toString();
    }
}
