package io.mistersmith.eventbus.internal.core;

import java.time.Duration;

/**
 * The settings in force, replaced as one.
 *
 * @param queueCapacity events that may wait for a subscription that names no capacity of its own, 16 to 1,048,576
 * @param slowHandler a call that takes longer is named; zero: off
 * @param linger how long a queue is kept for the successor of a handler that went, one minute at most
 * @param lettersPerSubject dead letters of one subject at most, 1 to 100,000
 * @param letters dead letters of one subscription at most, 1 to 1,000,000
 */
public record Limits(int queueCapacity, Duration slowHandler, Duration linger, int lettersPerSubject, int letters) {

    /** What holds when nothing is configured. */
    public static final Limits DEFAULTS =
            new Limits(10_000, Duration.ofMillis(250), Duration.ofMillis(5_000), 1_000, 10_000);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of range; the message names its key
     */
    public Limits {
        range("queue.capacity", queueCapacity, 16, 1 << 20);
        range("slow.handler.ms", slowHandler.toMillis(), 0, 3_600_000);
        range("linger.ms", linger.toMillis(), 0, 60_000);
        range("letters.per.subject", lettersPerSubject, 1, 100_000);
        range("letters", letters, 1, 1_000_000);
    }

    private static void range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + "=" + value + " is not within " + min + ".." + max);
        }
    }
}
