package io.mistersmith.health.internal.execution;

import org.apache.felix.hc.api.HealthCheck;
import org.jspecify.annotations.Nullable;

/** Where a check comes from. */
@FunctionalInterface
public interface CheckSource {

    /** The check, always the same one; null once it is gone. Called on the thread that runs it, as it may take its time. */
    @Nullable
    HealthCheck get();
}
