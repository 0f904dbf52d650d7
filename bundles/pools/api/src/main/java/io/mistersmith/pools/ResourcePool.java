package io.mistersmith.pools;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One pool, as one bundle sees it.
 *
 * <p>Thread-safe. Who has to wait gets a resource in the order of arrival: nobody who waits is overtaken more than 4 times.
 * Every wait ends with a resource or a typed error, at the latest with its timeout, whatever the resources do meanwhile.
 *
 * <p>A lease belongs to the bundle that acquired it. When the bundle stops, what it still holds is taken back: the lease ends
 * and the resource is destroyed, because nobody knows what state it is in.
 *
 * @param <R> what is lent
 */
@ProviderType
public interface ResourcePool<R> extends Pool {

    /** As {@link #acquire(Duration)} with the pool's own timeout. */
    Lease<R> acquire() throws InterruptedException;

    /**
     * Borrows a resource, and returns when there is one.
     *
     * @param timeout how long to wait at most; 0 or less: not at all
     * @throws AcquireTimeoutException if there was none in time; it names who holds them. Why none could be made, if so, is its
     *     cause
     * @throws PoolBusyException if as many wait already as may
     * @throws PoolClosedException if the pool is gone, or goes while this waits
     * @throws IllegalStateException if the bundle that asks has stopped
     * @throws InterruptedException if the thread was interrupted while it waited; nothing is borrowed then
     */
    Lease<R> acquire(Duration timeout) throws InterruptedException;

    /**
     * Borrows a resource without blocking the thread, with the pool's own timeout.
     *
     * @return completes at once, or later on a thread of the container; fails as {@link #acquire(Duration)} throws, and with
     *     {@link PoolUnavailableException} when there is nothing at once and no thread pool to wait with
     */
    CompletionStage<Lease<R>> acquireAsync();
}
