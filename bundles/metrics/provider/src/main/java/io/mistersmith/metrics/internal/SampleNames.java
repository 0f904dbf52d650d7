package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.MeterKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that exported samples have or may have, each taken by one family: a histogram {@code x_bytes} is exported as
 * {@code x_bytes_count} too, so no other metric may have that name. Not thread-safe.
 */
final class SampleNames {

    /** What exposition formats append to the name of a family. */
    private static final List<String> SUFFIXES =
            List.of("_bucket", "_sum", "_count", "_total", "_max", "_min", "_created", "_info");

    private final Map<String, String> families = new HashMap<>();

    /**
     * Takes the names of a family.
     *
     * @throws IllegalArgumentException if another family has one of them; then none is taken
     */
    void take(Naming family) {
        List<String> names = of(family);
        for (String name : names) {
            String other = families.get(name);
            if (other != null) {
                throw new IllegalArgumentException("Metric name \"" + family.name() + "\" clashes with metric " + other
                        + ": both would be exported as " + name);
            }
        }
        names.forEach(name -> families.put(name, family.name()));
    }

    void release(Naming family) {
        of(family).forEach(name -> families.remove(name, family.name()));
    }

    void clear() {
        families.clear();
    }

    private static List<String> of(Naming family) {
        List<String> names = new ArrayList<>();
        names.add(family.name());
        if (family.kind() == MeterKind.COUNTER) { // OpenMetrics names the family without the suffix
            names.add(family.name().substring(0, family.name().length() - "_total".length()));
        } else if (family.kind() != MeterKind.GAUGE) {
            SUFFIXES.forEach(suffix -> names.add(family.name() + suffix));
        }
        return names;
    }
}
