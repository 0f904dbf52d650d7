package io.mistersmith.pools.internal.engine;

/**
 * Makes, checks and ends what a pool lends. Called without any lock, on threads of {@link Work}, and with at most as many calls
 * of {@link #make} at a time as the pool may have resources.
 *
 * @param <R> what is lent
 */
public interface Maker<R> {

    /** Makes one, ready to be lent. */
    R make() throws Exception;

    /** Whether it works. */
    boolean healthy(R resource) throws Exception;

    /** Ends it. */
    void destroy(R resource) throws Exception;

    /**
     * Called now and then while a resource is borrowed, on the housekeeper's thread, while its borrower may be using it. Must
     * not wait.
     */
    default void watch(R resource, PoolSettings settings) {}

    /** Whether all of this is so quick that the calling thread can do it. */
    default boolean immediate() {
        return false;
    }
}
