package io.mistersmith.configuration;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is wrong in the configuration files now. Thread-safe. */
@ProviderType
public interface ConfigurationProblems {

    /** The problems of this moment, by file and line; empty when all is well. */
    List<ConfigurationProblem> list();

    /**
     * As {@link #list}, once the edits that are on disk by now were taken; a file is taken when it was quiet for a moment.
     *
     * @param timeout how long to wait for that at most; the answer is then about what was taken by then
     */
    List<ConfigurationProblem> settled(Duration timeout) throws InterruptedException;

    /** Values that are right, and wait for what {@code apply.strategy} says, by PID; empty when none do. */
    List<WaitingChange> waiting();
}
