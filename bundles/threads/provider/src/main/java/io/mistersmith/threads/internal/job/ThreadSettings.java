package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.internal.engine.PoolSettings;
import java.time.Duration;

/**
 * The settings of the three pools that are always there, replaced as one.
 *
 * @param grace how long tasks of a stopped bundle may run before they are interrupted
 */
public record ThreadSettings(PoolSettings compute, PoolSettings io, PoolSettings blocking, Duration grace) {

    public ThreadSettings {
        PoolSettings.Check.range("stop.grace.ms", grace.toMillis(), 0, 60_000, "ms");
    }

    /** What the shipped configuration says. */
    public static ThreadSettings defaults() {
        Duration keepAlive = Duration.ofSeconds(60);
        return new ThreadSettings(
                new PoolSettings(cores(0), 10_000, keepAlive, 0),
                new PoolSettings(8, 10_000, keepAlive, 0),
                new PoolSettings(32, 10_000, keepAlive, 0),
                Duration.ofSeconds(2));
    }

    /** Threads of pool compute when {@code size} says 0: one per core. */
    public static int cores(int size) {
        return size == 0 ? Runtime.getRuntime().availableProcessors() : size;
    }
}
