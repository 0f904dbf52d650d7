package io.mistersmith.metrics;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.osgi.annotation.versioning.ProviderType;

/** How long something takes. Thread-safe. */
@ProviderType
public interface Timer {

    /** Records one duration in nanoseconds, 0 or more; a negative one counts as 0. */
    void record(long nanos);

    /** Records one duration; a negative one counts as 0. */
    void record(Duration duration);

    /** Runs the work on this thread and records how long it took, also when it throws. */
    <T> T time(Callable<T> work) throws Exception;

    /** How many durations were recorded. */
    long count();
}
