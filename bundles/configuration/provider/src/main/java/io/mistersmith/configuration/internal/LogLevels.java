package io.mistersmith.configuration.internal;

import io.mistersmith.configuration.internal.guard.Delay;
import io.mistersmith.configuration.internal.schema.CommonKeys;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;

/**
 * The levels that {@code log.level} keys ask for, put into the logging configuration as it is handed out. Nothing is
 * stored, so the file of the logging configuration stays as it is. Thread-safe.
 */
final class LogLevels {

    static final String PID = "org.ops4j.pax.logging";

    /** Several keys changed by one save, or by a start, are one change of the logging. */
    private static final Duration QUIET = Duration.ofMillis(100);

    private final Map<String, String> levels = new TreeMap<>(); // guarded by this
    private final Delay delay;
    private final Runnable redeliver;
    private boolean asked; // guarded by this

    /**
     * @param redeliver hands the logging configuration out once more
     */
    LogLevels(Delay delay, Runnable redeliver) {
        this.delay = delay;
        this.redeliver = redeliver;
    }

    /** Takes the level of a logger; {@link CommonKeys#NO_LEVEL}: that of the logging configuration. */
    synchronized void set(String logger, String level) {
        String before = level.equals(CommonKeys.NO_LEVEL) ? levels.remove(logger) : levels.put(logger, level);
        boolean same = level.equals(CommonKeys.NO_LEVEL) ? before == null : level.equals(before);
        if (!same && !asked) {
            asked = true;
            delay.after(QUIET, this::changed);
        }
    }

    /** Adds the levels to the logging configuration; they win over what it says of the same logger. */
    @SuppressWarnings("JdkObsolete") // what a plugin changes is a Dictionary
    synchronized void addTo(Dictionary<String, Object> logging) {
        levels.forEach((logger, level) -> {
            String key = "log4j2.logger." + logger.replace('.', '-');
            logging.put(key + ".name", logger);
            logging.put(key + ".level", level);
        });
    }

    private void changed() {
        synchronized (this) {
            asked = false;
        }
        redeliver.run();
    }
}
