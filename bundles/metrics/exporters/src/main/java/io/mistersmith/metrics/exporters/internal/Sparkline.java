package io.mistersmith.metrics.exporters.internal;

import java.util.List;

/** Values as a line of small bars, the least empty and the greatest full; a blank where there is no value. */
public final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /** One character for each value. */
    public static String of(List<Double> values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        StringBuilder line = new StringBuilder(values.size());
        for (double value : values) {
            line.append(Double.isFinite(value) ? bar(value, least, most) : ' ');
        }
        return line.toString();
    }

    private static char bar(double value, double least, double most) {
        if (most <= least) {
            return BARS.charAt(0);
        }
        double share = (value - least) / (most - least);
        return BARS.charAt((int) Math.round(share * (BARS.length() - 1)));
    }
}
