package io.mistersmith.sourcing;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What operators see of the projections that are registered. Thread-safe. */
@ProviderType
public interface Projections {

    /** Every projection, by name; also those that were refused or that wait. Does not block. */
    List<ProjectionStatus> list();

    /**
     * Projections that the store has a view of and no plugin brings, by name. Their state is {@code no projection}. Asks the
     * store, so it may block for one database call.
     *
     * @return empty if there is no store
     * @throws io.mistersmith.eventstore.EventStoreException if the store does not answer
     */
    List<ProjectionStatus> unserved();
}
