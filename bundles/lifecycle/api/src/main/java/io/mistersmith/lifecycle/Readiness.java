package io.mistersmith.lifecycle;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Whether the container may be sent work. Thread-safe. */
@ProviderType
public interface Readiness {

    /** Whether everything that this container starts with is up, and it is not shutting down. */
    boolean ready();

    /** What is still missing, a line each; empty when ready. */
    List<String> missing();
}
