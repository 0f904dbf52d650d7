package io.mistersmith.threads.internal;

import java.time.Duration;

/**
 * The settings of the three pools that are always there, replaced as one.
 *
 * @param grace how long tasks of a stopped bundle may run before they are interrupted
 */
record ThreadSettings(PoolSettings compute, PoolSettings io, PoolSettings blocking, Duration grace) {

    ThreadSettings {
        PoolSettings.Check.range("stop.grace.ms", grace.toMillis(), 0, 60_000, "ms");
    }

    /** What the shipped configuration says. */
    static ThreadSettings defaults() {
        Duration keepAlive = Duration.ofSeconds(60);
        return new ThreadSettings(
                new PoolSettings(cores(0), 10_000, keepAlive, 0),
                new PoolSettings(8, 10_000, keepAlive, 0),
                new PoolSettings(32, 10_000, keepAlive, 0),
                Duration.ofSeconds(2));
    }

    static ThreadSettings of(ThreadsConfig config) {
        Duration keepAlive = Duration.ofMillis(config.keep_alive_ms());
        return new ThreadSettings(
                new PoolSettings(cores(config.compute_size()), config.compute_queue_size(), keepAlive, 0),
                new PoolSettings(config.io_size(), config.io_queue_size(), keepAlive, 0),
                new PoolSettings(config.blocking_size(), config.blocking_queue_size(), keepAlive, 0),
                Duration.ofMillis(config.stop_grace_ms()));
    }

    private static int cores(int size) {
        return size == 0 ? Runtime.getRuntime().availableProcessors() : size;
    }
}
