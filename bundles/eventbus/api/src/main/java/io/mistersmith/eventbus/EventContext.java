package io.mistersmith.eventbus;

import io.mistersmith.event.Event;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/** About one delivery of an event to a handler. For the handler's thread only, and only during the call. */
@ProviderType
public interface EventContext {

    /** The envelope around the payload. */
    Event<?> event();

    /** The event's place in the store; empty when it was not stored. */
    OptionalLong position();

    /** 1 for the first attempt. */
    int attempt();

    /** Whether the event was asked for again, from the dead letters or by a replay. */
    boolean replay();

    /**
     * Publishes a consequence, guaranteed: it is stored before this event counts as handled. Its id is made of the
     * subscription, this event and the order of the calls, so it is stored once however often this event is delivered.
     *
     * @param payloadOrEvent as for {@link EventBus#publishGuaranteed}; an id in it is refused
     * @throws IllegalArgumentException if the payload's class names no event type, or an id is set
     * @throws IllegalStateException if the subscription is not durable, or the call has returned
     */
    void emit(Object payloadOrEvent);
}
