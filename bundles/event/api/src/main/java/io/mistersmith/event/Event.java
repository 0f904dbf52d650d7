package io.mistersmith.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An immutable envelope around a payload; its fields are those of CloudEvents 1.0.
 *
 * <p>Thread-safe. Two events are the same event when {@link #source} and {@link #id} are equal.
 *
 * @param <T> the payload's type
 */
@ProviderType
public interface Event<T> {

    /** Unique within {@link #source}: 1 to 255 characters. A UUIDv7 in text form unless the publisher chose another. */
    String id();

    /** The event type, such as {@code order.placed}. */
    String type();

    /** Version of the payload's shape, 1 or more. */
    int schemaVersion();

    /** Who published: the symbolic name of the publishing bundle, or the URI that an outside sender gave. */
    String source();

    /** When it was published, to the millisecond or finer. */
    Instant time();

    /** What the event is about, which is also its ordering key; null when it has none. */
    @Nullable
    String subject();

    /** What all events of one business transaction share; null when nobody set it. */
    @Nullable
    String correlationId();

    /** Id of the event whose handling led to this one; null when there is none. */
    @Nullable
    String causationId();

    /** W3C trace context; null when nobody set it. */
    @Nullable
    String traceparent();

    /** What the publisher added: CloudEvents extension attributes. Unmodifiable; empty when there are none. */
    Map<String, String> headers();

    /** What happened. Shared by reference among handlers of one JVM, so it must be immutable. */
    T payload();
}
