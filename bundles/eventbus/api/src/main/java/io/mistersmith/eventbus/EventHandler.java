package io.mistersmith.eventbus;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Handles events. Register it as a service, and it is subscribed as {@link Subscribe} says; without that, not durably and
 * with the defaults.
 *
 * <p>Called on the threads of the subscription's pool; one call at a time unless {@link Subscribe#concurrency} is higher,
 * and even then never two at a time for one subject.
 *
 * @param <T> a record that names its event type, a sealed interface of such records, or
 *     {@link io.mistersmith.event.Event}
 */
@ConsumerType
@FunctionalInterface
public interface EventHandler<T> {

    /**
     * Handles one event. Returning settles it. At-least-once delivery may bring an event again, with the same id.
     *
     * @param payload never null
     * @param context about this delivery; valid until the call returns
     * @throws Exception to have it tried again later, as the subscription's retry options say; then it is parked as a dead
     *     letter (durable) or dropped and counted (not durable)
     */
    void handle(T payload, EventContext context) throws Exception;
}
