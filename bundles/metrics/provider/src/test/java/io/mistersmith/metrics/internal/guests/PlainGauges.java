package io.mistersmith.metrics.internal.guests;

import com.codahale.metrics.Gauge;
import org.jspecify.annotations.Nullable;

/** Reads gauges on the calling thread. */
final class PlainGauges {

    private PlainGauges() {}

    static @Nullable Double read(String name, Gauge<?> gauge) {
        try {
            return gauge.getValue() instanceof Number number ? number.doubleValue() : null;
        } catch (RuntimeException e) {
            return Double.NaN;
        }
    }
}
