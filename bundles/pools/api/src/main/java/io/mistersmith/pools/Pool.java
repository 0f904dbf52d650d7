package io.mistersmith.pools;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What every pool tells of itself, and what is done to it as a whole, whatever it lends and however one asks for it.
 *
 * <p>Thread-safe.
 */
@ProviderType
public interface Pool {

    /** The service property with the pool's name. */
    String POOL_NAME = "pool.name";

    /** The service property with the pool's kind, such as {@code jdbc}, {@code files} or {@code generic}. */
    String POOL_KIND = "pool.kind";

    /** As the pool's file says, such as {@code orders} for {@code io.mistersmith.pools.jdbc-orders.cfg}. */
    String name();

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
