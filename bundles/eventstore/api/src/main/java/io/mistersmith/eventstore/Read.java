package io.mistersmith.eventstore;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which stored events to read, and in which order.
 *
 * @param stream only this stream; null: all events
 * @param after with a stream: only versions above (forward) or below (backward) this; else positions. Forward from the
 *     first is 0, backward from the last is {@link Long#MAX_VALUE}
 * @param backward newest first
 * @param type only this event type; {@code order.**} takes every type that begins with {@code order.}; null: all
 * @param limit how many at most, 1 or more
 */
public record Read(@Nullable String stream, long after, boolean backward, @Nullable String type, long limit) {

    /**
     * Checks what it is given.
     *
     * @throws IllegalArgumentException if {@code after} is negative or {@code limit} is below 1
     */
    public Read {
        if (after < 0) {
            throw new IllegalArgumentException("after=" + after + " is negative");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit=" + limit + " is below 1");
        }
    }

    /** A stream's events from its first. */
    public static Read stream(String stream) {
        return new Read(Objects.requireNonNull(stream, "stream"), 0, false, null, Long.MAX_VALUE);
    }

    /** All events from the first. */
    public static Read all() {
        return new Read(null, 0, false, null, Long.MAX_VALUE);
    }

    /** Forward, beginning after this version (of a stream) or position (of all). */
    public Read after(long versionOrPosition) {
        return new Read(stream, versionOrPosition, false, type, limit);
    }

    /** Newest first. */
    public Read newestFirst() {
        return new Read(stream, Long.MAX_VALUE, true, type, limit);
    }

    /** Newest first, beginning before this version (of a stream) or position (of all). */
    public Read before(long versionOrPosition) {
        return new Read(stream, versionOrPosition, true, type, limit);
    }

    /** Only this event type, or with a trailing {@code .**} every type below it. */
    public Read ofType(String type) {
        return new Read(stream, after, backward, type, limit);
    }

    /** So many at most. */
    public Read limit(long limit) {
        return new Read(stream, after, backward, type, limit);
    }
}
