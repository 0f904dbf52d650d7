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
 * @param stuckHandler a call that takes longer, or a durable subscription that settles nothing for longer without a planned
 *     retry, is a problem; zero: off
 * @param readAheadBytes bytes of stored events that a durable subscription reads ahead, 64 KiB to 1 GiB
 * @param readAheadTotalBytes bytes that all durable subscriptions together read ahead, 64 KiB to 4 GiB
 * @param deaths how often the process may end during calls of one event before that is parked, 1 to 1,000
 */
public record Limits(
        int queueCapacity,
        Duration slowHandler,
        Duration linger,
        int lettersPerSubject,
        int letters,
        Duration stuckHandler,
        long readAheadBytes,
        long readAheadTotalBytes,
        int deaths) {

    /** What holds when nothing is configured. */
    public static final Limits DEFAULTS =
            new Limits(10_000, Duration.ofMillis(250), Duration.ofMillis(5_000), 1_000, 10_000);

    /** Settings with the defaults for what is not named here. */
    public Limits(int queueCapacity, Duration slowHandler, Duration linger, int lettersPerSubject, int letters) {
        this(
                queueCapacity,
                slowHandler,
                linger,
                lettersPerSubject,
                letters,
                Duration.ofSeconds(60),
                16L << 20,
                64L << 20,
                3);
    }

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
        range("stuck.handler.ms", stuckHandler.toMillis(), 0, 86_400_000);
        range("read.ahead.bytes", readAheadBytes, 1 << 16, 1L << 30);
        range("read.ahead.total.bytes", readAheadTotalBytes, 1 << 16, 1L << 32);
        range("deaths", deaths, 1, 1_000);
    }

    private static void range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + "=" + value + " is not within " + min + ".." + max);
        }
    }
}
