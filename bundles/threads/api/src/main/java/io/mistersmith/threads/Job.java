package io.mistersmith.threads;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Work that was given to a pool. Thread-safe.
 *
 * @param <T> what it results in
 */
@ProviderType
public interface Job<T> {

    /**
     * Completes with what the work returned, or fails with what it threw, {@link java.util.concurrent.TimeoutException},
     * or {@link java.util.concurrent.CancellationException}.
     */
    CompletionStage<T> result();

    /**
     * Ends the job: it does not begin, or its thread is interrupted.
     *
     * @return false if it had ended before
     */
    boolean cancel();
}
