package io.mistersmith.eventstore;

import java.util.List;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The answer to a {@link Read}. Each iteration reads anew, page by page; there is nothing to close. Not thread-safe while
 * iterating.
 */
@ProviderType
public interface StoredEvents extends Iterable<StoredEvent> {

    /** The events in the order of the query. */
    Stream<StoredEvent> stream();

    /** All of them at once; only for queries with a limit that fits in memory. */
    List<StoredEvent> toList();
}
