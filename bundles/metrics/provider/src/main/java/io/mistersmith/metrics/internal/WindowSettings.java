package io.mistersmith.metrics.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Length of the window that quantiles cover, shared by all recorders. Thread-safe; a change is in force at once. */
final class WindowSettings {

    static final Duration DEFAULT = Duration.ofMinutes(1);

    private final LongSupplier clock;
    private volatile long nanos = DEFAULT.toNanos();

    /**
     * Makes settings with the default length.
     *
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    WindowSettings(LongSupplier clock) {
        this.clock = clock;
    }

    void length(Duration length) {
        if (length.toMillis() < 1_000 || length.toMillis() > 3_600_000) {
            throw new IllegalArgumentException(
                    "quantile.window.ms=" + length.toMillis() + " is not within 1000..3600000 ms");
        }
        nanos = length.toNanos();
    }

    long nanos() {
        return nanos;
    }

    long now() {
        return clock.getAsLong();
    }
}
