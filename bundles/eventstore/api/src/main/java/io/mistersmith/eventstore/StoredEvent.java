package io.mistersmith.eventstore;

import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import org.osgi.annotation.versioning.ProviderType;

/** An event as the store keeps it; needs no class of the plugin that brought it. Thread-safe. */
@ProviderType
public interface StoredEvent extends Event<JsonPayload> {

    /** The stream that it is in. */
    String stream();

    /** Its place in the stream; the first has 1. */
    long version();

    /** Its place among all events. */
    long position();

    /** The payload as JSON. */
    String json();

    /**
     * The payload as a record.
     *
     * @throws io.mistersmith.event.PayloadException if the JSON does not fit the class
     */
    <T> T as(Class<T> payloadClass);
}
