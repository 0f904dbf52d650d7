package io.mistersmith.resilience.internal.core;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.core.EventPublisher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one instance, by bundle. The library has no way to take a listener away, and loses all of them when a
 * new object takes the place of the old; here they outlive both, and go with their bundle.
 *
 * <p>The library makes an object for each call once it has a listener, so it gets its one only when somebody listens.
 *
 * @param <E> the events of the kind
 */
public final class EventHub<E> {

    private final List<EventProcessor<E>> listening = new CopyOnWriteArrayList<>();
    private @Nullable EventPublisher<E> source; // guarded by this
    private @Nullable EventPublisher<E> subscribed; // guarded by this

    /** Takes the events of this publisher from now on; the one before is no longer used. */
    public synchronized void from(EventPublisher<E> publisher) {
        source = publisher;
        if (!listening.isEmpty()) {
            subscribe();
        }
    }

    /** Adds a bundle's listeners; adding them again changes nothing. */
    public synchronized void add(EventProcessor<E> listeners) {
        if (!listening.contains(listeners)) {
            listening.add(listeners);
        }
        subscribe();
    }

    /** Takes a bundle's listeners away. */
    public synchronized void remove(EventProcessor<E> listeners) {
        listening.remove(listeners);
    }

    private synchronized void subscribe() {
        EventPublisher<E> publisher = source;
        if (publisher != null && publisher != subscribed) {
            subscribed = publisher;
            EventConsumer<E> all = event -> listening.forEach(one -> one.processEvent(event));
            publisher.onEvent(all);
        }
    }
}
