package io.mistersmith.eventbus;

import io.mistersmith.event.Receipt;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Hands events to the subscriptions of this container.
 *
 * <p>Thread-safe. Handler code never runs on the publisher's thread. What a bundle subscribes ends when it stops.
 *
 * <p>Two promises, never mixed. {@link #publish}: in memory, at most once, for subscriptions that are not durable.
 * {@link #publishGuaranteed} and {@link #publishBatch}: stored first, then delivered at least once and in order per
 * subject to every durable subscription, across a crash; subscriptions that are not durable get them after the commit, at
 * most once.
 */
@ProviderType
public interface EventBus {

    /**
     * Queues an event, in memory and at most once, for every subscription that is not durable and matches its type.
     *
     * <p>Returns at once unless a subscription's overflow policy is BLOCK, which waits for at most 1 s. What one thread
     * publishes on one subject reaches a subscription in that order; nothing is promised across threads, and nothing is
     * kept for a subscription that comes later.
     *
     * @param payloadOrEvent a record whose class names its event type, or a {@link io.mistersmith.event.NewEvent}; shared
     *     by reference with every handler, so immutable
     * @return how many subscriptions took the event, 0 or more
     * @throws IllegalArgumentException if the payload's class names no event type
     * @throws EventRejectedException if a subscription with policy FAIL or BLOCK had no room; those that took the event
     *     keep it
     * @throws BusUnavailableException if the bus is closed
     */
    int publish(Object payloadOrEvent);

    /**
     * Stores an event durably, then delivers it.
     *
     * <p>Subscriptions in memory get the events of one subject in the order of their positions. The stage completes after
     * the commit and after the event is in their queues, on pool {@code io}, never on the thread that commits. It fails with what
     * {@link io.mistersmith.eventstore.EventStore#append(List)} fails with, or with {@link BusUnavailableException} when
     * there is no store; then nothing was stored, unless the exception says that the outcome is unknown.
     *
     * @param payloadOrEvent a record whose class names its event type, or a {@link io.mistersmith.event.NewEvent}
     * @throws IllegalArgumentException if the payload's class names no event type
     */
    CompletionStage<Receipt> publishGuaranteed(Object payloadOrEvent);

    /**
     * Stores events durably, all or none, then delivers them; otherwise as {@link #publishGuaranteed}.
     *
     * @param payloadsOrEvents 1 to 4,000, in their order
     * @return a receipt for each, in the same order
     * @throws IllegalArgumentException if the list's size is out of range, or a payload's class names no event type
     */
    CompletionStage<List<Receipt>> publishBatch(List<?> payloadsOrEvents);

    /**
     * Subscribes without registering a service. It ends by {@link Subscription#close}, or when the bundle stops.
     *
     * @param payload a record that names its event type, a sealed interface of such records, or
     *     {@link io.mistersmith.event.Event} together with {@link SubscribeOptions#types}
     * @param options called at once, on this thread
     * @throws IllegalArgumentException if the options do not fit each other; the message names the option
     * @throws IllegalStateException if the calling bundle has stopped
     */
    <T> Subscription subscribe(Class<T> payload, Consumer<SubscribeOptions> options, EventHandler<? super T> handler);
}
