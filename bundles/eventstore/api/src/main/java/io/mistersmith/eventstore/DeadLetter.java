package io.mistersmith.eventstore;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event that a consumer could not handle, or that waits behind one of the same subject.
 *
 * @param consumer who could not handle it
 * @param position of the event
 * @param eventId the event's id
 * @param type the event's type
 * @param subject the event's subject; null when it has none
 * @param waiting whether it was never tried because an earlier event of its subject failed
 * @param attempts how often it was tried; 0 when waiting
 * @param cause exception class and message of the last failure; empty when waiting
 * @param stack the last failure's stack trace; empty when waiting
 * @param first when it failed first, or was parked
 * @param last when it failed last, or was parked
 * @param bundle symbolic name and version of the bundle that handled it, as {@code orders/1.0.0}
 */
public record DeadLetter(
        String consumer,
        long position,
        String eventId,
        String type,
        @Nullable String subject,
        boolean waiting,
        int attempts,
        String cause,
        String stack,
        Instant first,
        Instant last,
        String bundle) {

    /**
     * Refuses what cannot be stored.
     *
     * @throws NullPointerException if anything but the subject is null; its message names it
     */
    public DeadLetter {
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(bundle, "bundle");
    }
}
