package io.mistersmith.sourcing;

import io.mistersmith.event.Event;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes a view of stored events: one row per key. Register it as a service. The rows and how far it read commit together,
 * so no event is counted twice or left out. It reads from the first event that is stored.
 *
 * <p>Its checkpoint is a consumer of the store under the projection's own name, so
 * {@code EventStore.await(name, position, …)} waits until the view covers an event. Of several projections of one name,
 * one runs and the others wait.
 *
 * <p>Called on pool {@code blocking}, one call at a time, in the order of positions. What it throws stops the projection
 * at that event and is shown as its problem; it is tried again with backoff.
 *
 * @param <E> a record that names its event type, a sealed interface of such records
 * @param <V> a row's value, kept as JSON: a class without type parameters, such as a record
 */
@ConsumerType
public interface Projection<E, V> {

    /** The view's name, {@code [a-z0-9][a-z0-9._-]*}, unique in the container. */
    String name();

    /** Version of what the rows mean, 1 or more; another one begins with an empty view, and the old rows go. */
    int version();

    /** Key of the row that this event changes, 1 to 255 characters. */
    String key(E payload, Event<?> event);

    /**
     * The row's new value.
     *
     * @param before the value until now; empty when there is no row
     */
    V apply(Optional<V> before, E payload, Event<?> event);
}
