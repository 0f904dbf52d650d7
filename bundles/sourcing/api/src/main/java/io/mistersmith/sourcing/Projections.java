package io.mistersmith.sourcing;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What operators see of the projections that are registered. Thread-safe. */
@ProviderType
public interface Projections {

    /** Every projection, by name; also those that were refused or that wait. Does not block. */
    List<ProjectionStatus> list();
}
