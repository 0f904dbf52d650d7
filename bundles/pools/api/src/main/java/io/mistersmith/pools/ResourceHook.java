package io.mistersmith.pools;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Watches pools; register it as a service. With the property {@code pool.name}, one name or several, it watches only those.
 *
 * <p>What it throws is counted and logged, and disturbs nobody.
 */
@ConsumerType
public interface ResourceHook {

    /**
     * A resource was borrowed. Called on the thread that gets it, before it does; so it must be quick and not block.
     */
    default void onAcquire(String pool, Object resource) {}

    /** A resource comes back. Called on the thread that closes the lease, before others can have it; must be quick. */
    default void onRelease(String pool, Object resource) {}

    /** A resource is about to be destroyed, for whatever reason. Called on a thread of the container. */
    default void onEvict(String pool, Object resource) {}

    /**
     * A resource is checked, and the factory found it healthy. Called on a thread of the container.
     *
     * @return false if it is to be destroyed
     */
    default boolean onHealthCheck(String pool, Object resource) {
        return true;
    }
}
