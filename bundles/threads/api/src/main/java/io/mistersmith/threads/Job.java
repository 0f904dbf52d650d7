package io.mistersmith.threads;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Work that a pool accepted. Thread-safe.
 *
 * @param <T> type of its result
 */
@ProviderType
public interface Job<T> {

    /**
     * The stage of the result, which always completes: with what the work returned, or exceptionally with
     *
     * <ul>
     *   <li>what the work threw;
     *   <li>{@link java.util.concurrent.TimeoutException} if there was no result within its timeout;
     *   <li>{@link java.util.concurrent.CancellationException} after {@link #cancel}, or if the bundle stopped, the pool was
     *       removed or the pools closed before there was a result; its message says which.
     * </ul>
     *
     * <p>It completes on the thread that ran the work or called {@link #cancel}, else on a thread of pool {@code io}, on a spare
     * thread if that pool has none within 1 s, or on the closing thread if it has ended.
     */
    CompletionStage<T> result();

    /**
     * Ends the job: its work does not begin, or its thread is interrupted. The result has failed when this returns true.
     *
     * @return false if the job had ended before, or is about to
     */
    boolean cancel();
}
