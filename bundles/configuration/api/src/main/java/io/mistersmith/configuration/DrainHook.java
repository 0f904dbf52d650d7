package io.mistersmith.configuration;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that finishes what is under way before new values of a PID take effect, where {@code apply.strategy=graceful}.
 *
 * <p>Registered with the service property {@value #PID}. All hooks of a PID are asked at once; when all are done, or after
 * {@code apply.timeout.ms}, the values take effect. A hook that goes, or throws, counts as done. Methods are called on pool
 * {@code blocking}; while that is not there, on the one thread of the configuration service.
 */
@ConsumerType
public interface DrainHook {

    /** Service property: the PID, or several; a factory's PID stands for all its instances. String or String[]. */
    String PID = "drain.pid";

    /**
     * Begins to finish what is under way. It may block, until it is interrupted after the timeout; better it returns at once.
     *
     * @param pid the PID whose values are about to change
     * @param keys names of the keys that differ
     * @return completes when nothing is under way any more
     */
    CompletionStage<?> drain(String pid, Set<String> keys) throws InterruptedException;

    /**
     * The new values are handed out, or will not be, since the change was taken back. New work may begin. A component may
     * see the values a moment later.
     */
    default void resume(String pid) {}
}
