package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.ConfigurationValidator.Finding;
import java.util.List;
import java.util.Map;

/** What validators say about the values of a PID. */
@FunctionalInterface
public interface Rules {

    /** Nobody says anything. */
    Rules NONE = (pid, values) -> List.of();

    /**
     * Asks all of a PID; returns in bounded time.
     *
     * @param pid without an instance
     * @param values typed, defaults included
     */
    List<Finding> findings(String pid, Map<String, Object> values);
}
