package io.mistersmith.metrics.exporters.internal.prometheus;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * How metrics are written.
 *
 * @param prefix before every name
 * @param buckets upper bounds in seconds; none: summaries with quantiles instead of histograms with buckets
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them; a copy is kept, and none is handed out
record TextSettings(String prefix, double[] buckets) {

    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_]*)?");
    private static final int MOST_BUCKETS = 100;

    TextSettings {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix=" + prefix + " is not [a-z][a-z0-9_]*");
        }
        buckets = buckets.clone();
        for (int i = 0; i < buckets.length; i++) {
            boolean rising = i == 0 || buckets[i] > buckets[i - 1];
            if (!(buckets[i] > 0 && buckets[i] <= 1e9) || !rising) {
                throw new IllegalArgumentException(
                        "histogram.buckets=" + Arrays.toString(buckets) + " are not rising seconds above 0");
            }
        }
        if (buckets.length > MOST_BUCKETS) {
            throw new IllegalArgumentException("histogram.buckets has " + buckets.length + " bounds, at most 100");
        }
    }
}
