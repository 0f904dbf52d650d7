package io.mistersmith.gateway.internal.intake;

import java.time.Duration;

/**
 * The settings in force, replaced as one.
 *
 * @param maxEventBytes of one event as it is sent
 * @param maxRequestBytes of a body that is not streamed; also what one stream may have outstanding
 * @param maxBufferedBytes of all bodies held at a time
 * @param window events of one stream that wait for their commit or for their answer's turn
 * @param idleTimeout without progress by the client, then its request ends
 * @param bodyTimeout for a whole body, or a line of a stream, from its first byte to its last; then its request ends
 * @param answerTimeout for the store's answer, then the outcome counts as unknown
 */
public record Limits(
        int maxEventBytes,
        int maxRequestBytes,
        int maxBufferedBytes,
        int window,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration answerTimeout) {

    /** What is in force when nothing is configured. */
    public static final Limits DEFAULT = new Limits(
            1 << 20, 8 << 20, 64 << 20, 256, Duration.ofSeconds(30), Duration.ofSeconds(120), Duration.ofSeconds(30));

    /** Refuses what is not positive, and a total that one request of the allowed size would exceed. */
    public Limits {
        positive("max.event.bytes", maxEventBytes);
        positive("max.request.bytes", maxRequestBytes);
        positive("window", window);
        positive("idle.timeout.ms", idleTimeout.toMillis());
        positive("body.timeout.ms", bodyTimeout.toMillis());
        positive("answer.timeout.ms", answerTimeout.toMillis());
        int largest = Math.max(maxEventBytes, maxRequestBytes);
        if (maxBufferedBytes < largest) {
            throw new IllegalArgumentException("max.buffered.bytes=" + maxBufferedBytes
                    + " is less than the largest request, " + largest + " bytes");
        }
    }

    private static void positive(String key, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(key + "=" + value + " is not positive");
        }
    }
}
