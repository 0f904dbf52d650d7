package io.mistersmith.pools;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Watches pools; register it as a service. With the property {@code pool.name}, one name or several, it watches only those.
 *
 * <p>Each call runs on a thread of the container while the caller waits, for at most a second: so it must be quick and not block.
 * What a hook throws, and a call that does not return in time, is counted and logged with the hook's class and bundle, and
 * disturbs nobody else. A hook is left out until such a call has returned. While no thread is free, the hook runs on the thread
 * of the caller.
 */
@ConsumerType
public interface ResourceHook {

    /**
     * A resource was borrowed. Called before the borrower has it.
     */
    default void onAcquire(String pool, Object resource) {}

    /** A resource comes back. Called before others can have it. */
    default void onRelease(String pool, Object resource) {}

    /** A resource is about to be destroyed, for whatever reason. */
    default void onEvict(String pool, Object resource) {}

    /**
     * A resource is checked, and the factory found it healthy.
     *
     * @return false if it is to be destroyed
     */
    default boolean onHealthCheck(String pool, Object resource) {
        return true;
    }
}
