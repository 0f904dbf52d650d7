package io.mistersmith.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series at one moment.
 *
 * @param labelValues in the order of the family's labels
 * @param value of a counter or gauge, NaN if its supplier failed; of a histogram or timer how many values were recorded
 * @param distribution of a histogram or timer, else null
 */
public record SeriesSnapshot(List<String> labelValues, double value, @Nullable Distribution distribution) {

    /** Keeps a copy of the values. */
    public SeriesSnapshot {
        labelValues = List.copyOf(labelValues);
    }
}
