package io.mistersmith.eventbus;

import java.util.List;

/**
 * The figures of one subscription at one moment. {@code published = accepted + refused};
 * {@code accepted - settled} events wait or run; {@code settled = handled + parked + dropped}.
 *
 * @param name its name
 * @param bundle symbolic name and version of the bundle that subscribed, as {@code orders/1.0.0}
 * @param types what it takes
 * @param durable whether it is durable
 * @param state {@code running}, {@code paused}, {@code lingering} (its service went, a successor may come),
 *     {@code waiting} (no store, or another owns the name), {@code waiting for the payload codec} and the like (no handler is
 *     called while something is away that the bus needs for a call; no attempt is counted), {@code stopped},
 *     {@code refused} (a handler that cannot be subscribed; it gets no events), or {@code no handler} (the store knows it, but
 *     no plugin serves it); the reason is in {@code problem}
 * @param accepted events taken
 * @param refused events that found no room
 * @param handled events whose handler returned
 * @param failed attempts that threw
 * @param parked events that became dead letters
 * @param dropped events given up after the last attempt, or for room
 * @param queued events that wait or run now
 * @param capacity how many may
 * @param position durable: everything up to this position is settled; else 0
 * @param lag durable: stored events after {@code position}, by position; else 0
 * @param problem what is wrong, in one line; empty when nothing is
 * @param stuckMillis how long the longest call has been running, in ms, if that is longer than {@code stuck.handler.ms}; else 0
 * @param note what the subscription waits for although nothing is wrong, such as another attempt, in one line; or empty
 */
public record SubscriptionStatus(
        String name,
        String bundle,
        List<String> types,
        boolean durable,
        String state,
        long accepted,
        long refused,
        long handled,
        long failed,
        long parked,
        long dropped,
        long queued,
        long capacity,
        long position,
        long lag,
        String problem,
        long stuckMillis,
        String note) {

    /** Figures of a subscription whose calls return in time, and that waits for nothing. */
    public SubscriptionStatus(
            String name,
            String bundle,
            List<String> types,
            boolean durable,
            String state,
            long accepted,
            long refused,
            long handled,
            long failed,
            long parked,
            long dropped,
            long queued,
            long capacity,
            long position,
            long lag,
            String problem) {
        this(
                name, bundle, types, durable, state, accepted, refused, handled, failed, parked, dropped, queued,
                capacity, position, lag, problem, 0, "");
    }
}
