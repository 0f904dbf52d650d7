package io.mistersmith.metrics.exporters.internal.prometheus;

import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import java.util.regex.Pattern;

/**
 * How metrics are written.
 *
 * @param prefix before every name
 * @param buckets of histograms and timers
 */
record TextSettings(String prefix, HistogramBuckets buckets) {

    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_]*)?");

    TextSettings {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix=" + prefix + " is not [a-z][a-z0-9_]*");
        }
    }
}
