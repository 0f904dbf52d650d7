package io.mistersmith.pools;

import java.time.Duration;
import java.util.List;
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
public interface ResourcePool<R> {

    /** The service property with the pool's name. */
    String POOL_NAME = "pool.name";

    /** The service property with the pool's kind, such as {@code jdbc} or {@code generic}. */
    String POOL_KIND = "pool.kind";

    /** As the pool's file says, such as {@code orders} for {@code io.mistersmith.pools.jdbc-orders.cfg}. */
    String name();

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

    /** How the pool is. */
    PoolStatus status();

    /** Who holds what, oldest first. */
    List<Holder> holders();

    /**
     * Changes how many resources there may be, until the pool's settings change or the container ends. What is borrowed stays
     * borrowed; what is too much is destroyed when it comes back.
     *
     * @param min kept ready, 0 or more
     * @param max 1 or more, not below {@code min}
     * @throws IllegalArgumentException if they are out of range
     */
    void resize(int min, int max);

    /**
     * Destroys every resource that is idle now; those of the minimum are made anew.
     *
     * @return how many there were
     */
    int evict();

    /**
     * Replaces every resource: idle ones are destroyed now, borrowed ones when they come back. The pool goes on with new ones
     * meanwhile.
     *
     * @return completes when no resource is lent that was there before
     */
    CompletionStage<Void> drain();
}
