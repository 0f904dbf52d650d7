package io.mistersmith.eventbus.internal.memory;

/**
 * Events that a subscription in memory did not hand out, by reason.
 *
 * @param full refused, because the queue was full
 * @param evicted taken, and dropped for a newer one
 * @param givenUp failed at the last attempt
 * @param gone waited when the subscription ended
 */
public record Drops(long full, long evicted, long givenUp, long gone) {

    /** None at all. */
    public static final Drops NONE = new Drops(0, 0, 0, 0);
}
