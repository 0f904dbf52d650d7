package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.MeterKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a family is called, and how it is told apart; checks itself.
 *
 * @param unit of the values; empty for counters and gauges
 */
record Naming(String name, MeterKind kind, String unit, List<String> labels) {

    static final int MAX_LABELS = 8;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** Labels that the exposition formats use for buckets and quantiles. */
    private static final Set<String> RESERVED = Set.of("le", "quantile");

    private static final Set<String> RESERVED_SUFFIXES = Set.of("_bucket", "_created", "_info");

    Naming {
        labels = List.copyOf(labels);
        refuseIf(!NAME.matcher(name).matches(), "Metric name \"" + name + "\" is not [a-z][a-z0-9_]*");
        refuseIf(
                (kind == MeterKind.COUNTER) != name.endsWith("_total"),
                "Metric name \"" + name + "\": counters end in _total, and nothing else does");
        for (String suffix : RESERVED_SUFFIXES) {
            refuseIf(
                    name.endsWith(suffix),
                    "Metric name \"" + name + "\" ends in " + suffix + ", which the exposition formats reserve");
        }
        if (!unit.isEmpty()) {
            refuseIf(
                    !NAME.matcher(unit).matches(),
                    "Unit \"" + unit + "\" of metric " + name + " is not [a-z][a-z0-9_]*");
            refuseIf(!name.endsWith("_" + unit), "Metric name \"" + name + "\" does not end in its unit _" + unit);
        }
        refuseIf(
                labels.size() > MAX_LABELS,
                "Metric " + name + " has " + labels.size() + " labels, at most 8 are allowed");
        for (String label : labels) {
            refuseIf(
                    !NAME.matcher(label).matches(),
                    "Label \"" + label + "\" of metric " + name + " is not [a-z][a-z0-9_]*");
            refuseIf(RESERVED.contains(label), "Label \"" + label + "\" of metric " + name + " is reserved");
        }
        refuseIf(Set.copyOf(labels).size() < labels.size(), "Metric " + name + " has a label twice: " + labels);
    }

    private static void refuseIf(boolean bad, String text) {
        if (bad) {
            throw new IllegalArgumentException(text);
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (unit.isEmpty() ? "" : " in " + unit) + " with labels " + labels;
    }
}
