package io.mistersmith.metrics;

import java.util.List;

/**
 * All series of one name at one moment.
 *
 * @param unit of the values, such as {@code bytes}; {@code seconds} for timers although they record nanoseconds; empty
 *     for counters and gauges
 * @param labels names of the labels
 * @param series sorted by label values
 */
public record FamilySnapshot(
        String name, MeterKind kind, String help, String unit, List<String> labels, List<SeriesSnapshot> series) {

    /** Keeps copies of the lists. */
    public FamilySnapshot {
        labels = List.copyOf(labels);
        series = List.copyOf(series);
    }
}
