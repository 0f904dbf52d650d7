package io.mistersmith.lifecycle;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Something that must be up before the container is ready. Register it as a service. */
@ConsumerType
@FunctionalInterface
public interface ReadyCondition {

    /** What is missing, in one line; empty when all is there. Called often, on any thread; must not block. */
    Optional<String> missing();

    /**
     * Whether what is missing stays missing until somebody acts, so that a start need not wait longer. Called as often, and only
     * while something is missing.
     */
    default boolean needsOperator() {
        return false;
    }
}
