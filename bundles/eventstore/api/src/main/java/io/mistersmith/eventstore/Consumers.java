package io.mistersmith.eventstore;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Named readers of the store: their checkpoints, the dead letters they left and the view rows they wrote. The event bus
 * and the projections stand on it; plugins use those. Thread-safe. Methods block for one database call and throw
 * {@link StoreUnavailableException} when the store is closed or does not answer.
 */
@ProviderType
public interface Consumers {

    /**
     * Takes a consumer into possession, and makes it if there is none of this name.
     *
     * @param name {@code [a-z0-9][a-z0-9._-]*}, 100 characters at most
     * @param start the position after which a new consumer begins; one that exists goes on from its checkpoint
     * @throws ConsumerInUseException if it is open already
     * @throws IllegalArgumentException if the name is malformed
     * @throws IllegalStateException if the calling bundle has stopped
     */
    Consumer open(String name, long start);

    /** Every consumer there ever was, by name. */
    List<ConsumerStatus> list();

    /**
     * Removes a consumer that nobody holds: checkpoint, letters, and the view rows of the projection of its name.
     *
     * @return false if there is none
     * @throws ConsumerInUseException if it is open
     */
    boolean remove(String name);

    /** Dead letters in the order of their positions: of one consumer or, with null, of all; so many at most. */
    List<DeadLetter> letters(@Nullable String consumer, int limit);

    /** The value of a view row, as JSON. */
    Optional<String> view(String projection, int version, String key);

    /** Every row of a view, key and JSON value, in the order of keys; read page by page. */
    void forEachView(String projection, int version, BiConsumer<String, String> row);
}
