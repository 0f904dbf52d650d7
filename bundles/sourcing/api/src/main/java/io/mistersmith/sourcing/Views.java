package io.mistersmith.sourcing;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads what projections made. Thread-safe. What is read is committed; {@code EventStore.await(projection, position, …)}
 * waits until it covers an event. Methods throw {@code StoreUnavailableException} when the store does, and
 * {@link IllegalArgumentException} when no projection of the name runs or ever ran.
 */
@ProviderType
public interface Views {

    /**
     * One row.
     *
     * @throws io.mistersmith.event.PayloadException if the row does not fit the class
     */
    <V> Optional<V> get(String projection, String key, Class<V> type);

    /**
     * Every row, in the order of keys, on this thread.
     *
     * @throws io.mistersmith.event.PayloadException if a row does not fit the class
     */
    <V> void forEach(String projection, Class<V> type, BiConsumer<String, V> row);
}
