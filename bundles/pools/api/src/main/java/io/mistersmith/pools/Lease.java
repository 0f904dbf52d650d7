package io.mistersmith.pools;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A resource while it is borrowed. Close it when done, with try-with-resources.
 *
 * <p>Thread-safe; also another thread may close it.
 *
 * @param <R> what is lent
 */
@ProviderType
public interface Lease<R> extends AutoCloseable {

    /**
     * The resource. Do not keep it after {@link #close}.
     *
     * @throws IllegalStateException if the lease was closed, or was taken back because it was overdue or its bundle stopped
     */
    R get();

    /** Ends the lease, and the resource is destroyed: for one that is broken. Nothing if the lease has ended. */
    void invalidate();

    /**
     * Gives the resource back. Never throws; nothing if the lease has ended. Returns at once, except that a connection which has to
     * be reset waits for its server, for about the pool's {@code call.timeout.ms} at most.
     */
    @Override
    void close();
}
