package io.mistersmith.health.internal;

import java.io.IOException;
import java.util.Dictionary;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** How often the checks of each concern are asked: {@code health.check.interval.ms} of its PID. */
final class Intervals {

    static final String KEY = "health.check.interval.ms";
    static final String ROOT = "io.mistersmith.";
    static final long DEFAULT_MILLIS = 5_000;

    private volatile @Nullable ConfigurationAdmin admin;

    void admin(@Nullable ConfigurationAdmin now) {
        admin = now;
    }

    @Nullable
    ConfigurationAdmin admin() {
        return admin;
    }

    long millis(String concern) {
        ConfigurationAdmin now = admin;
        if (now == null) {
            return DEFAULT_MILLIS;
        }
        try {
            Configuration[] found = now.listConfigurations("(service.pid=" + ROOT + concern + ")");
            Dictionary<String, Object> inForce = found == null ? null : found[0].getProcessedProperties(null);
            Object value = inForce == null ? null : inForce.get(KEY);
            return value == null
                    ? DEFAULT_MILLIS
                    : Long.parseLong(value.toString().strip());
        } catch (IOException | InvalidSyntaxException | IllegalStateException | NumberFormatException e) {
            return DEFAULT_MILLIS; // the guard names a bad value
        }
    }
}
