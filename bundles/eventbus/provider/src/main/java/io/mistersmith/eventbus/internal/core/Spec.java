package io.mistersmith.eventbus.internal.core;

import io.mistersmith.eventbus.Overflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How something is subscribed, checked.
 *
 * @param types empty: those that the payload type names
 * @param durable the name; null: not durable
 * @param start where a new durable subscription begins; {@link #NOW}, or the position after which it does
 */
public record Spec(
        List<TypePattern> types,
        @Nullable String durable,
        long start,
        int concurrency,
        int queueCapacity,
        Overflow overflow,
        String pool,
        Lane.Retry retry) {

    /** A new durable subscription begins with what is stored from now on. */
    public static final long NOW = -1;

    /** Whether the queues of a subscription like this can go on under the other. */
    public boolean sameQueues(Spec other) {
        return concurrency == other.concurrency && queueCapacity == other.queueCapacity && overflow == other.overflow;
    }
}
