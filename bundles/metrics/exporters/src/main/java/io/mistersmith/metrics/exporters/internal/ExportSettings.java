package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.resilience.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How often and how patiently one exporter is called.
 *
 * @param name unique among the exporters of this container
 * @param enabled whether it is called at all
 * @param prefix before every metric's name
 */
record ExportSettings(
        String name, boolean enabled, Duration interval, Duration timeout, Duration backoff, String prefix) {

    private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9_.]*)?");

    ExportSettings {
        within("interval.ms", interval, 100, 86_400_000);
        within("timeout.ms", timeout, 10, 600_000);
        within("backoff.ms", backoff, 10, 3_600_000);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix=" + prefix + " is not [a-z][a-z0-9_.]*");
        }
    }

    /**
     * From the properties of a service.
     *
     * @throws IllegalArgumentException if one is out of its range or no number
     */
    static ExportSettings of(String name, Map<String, Object> properties) {
        return new ExportSettings(
                name,
                !"false".equals(text(properties.getOrDefault("enabled", true))),
                millis(properties, "interval.ms", 60_000),
                millis(properties, "timeout.ms", 10_000),
                millis(properties, "backoff.ms", 1_000),
                String.valueOf(properties.getOrDefault("prefix", "")));
    }

    /** How long to wait after so many failures in a row: doubled each time, at most the interval or the first wait, with jitter. */
    Duration waitAfter(int failures) {
        Duration longest = interval.compareTo(backoff) > 0 ? interval : backoff;
        return new Backoff(backoff, longest).delay(failures);
    }

    private static Duration millis(Map<String, Object> properties, String key, long byDefault) {
        Object value = properties.getOrDefault(key, byDefault);
        try {
            return Duration.ofMillis(value instanceof Number number ? number.longValue() : Long.parseLong(text(value)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + value + " is not a whole number", e);
        }
    }

    private static String text(Object value) {
        return value.toString().strip();
    }

    private static void within(String key, Duration value, long least, long most) {
        if (value.toMillis() < least || value.toMillis() > most) {
            throw new IllegalArgumentException(
                    key + "=" + value.toMillis() + " is not within " + least + ".." + most + " ms");
        }
    }
}
