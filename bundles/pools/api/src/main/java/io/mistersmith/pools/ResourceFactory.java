package io.mistersmith.pools;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes what a generic pool lends. Register it as a service with the property {@value #NAME}; a file
 * {@code etc/io.mistersmith.pools.generic-NAME.cfg} makes the pool.
 *
 * <p>Called on threads of the container, several at a time, never more than the pool's maximum. A call that takes longer than
 * the pool's {@code call.timeout.ms} is interrupted; who waits for a resource times out independently of that. What a call
 * throws is counted, shown by {@code pool:show} and the cause of the callers' timeouts; so no secret belongs in its message, or its causes'.
 *
 * <p>When the service goes, idle resources are destroyed before it is gone, borrowed ones when they come back.
 *
 * @param <R> what is lent; not null
 */
@ConsumerType
public interface ResourceFactory<R> {

    /** The service property with the name that pools find the factory by. */
    String NAME = "resource.factory";

    /**
     * Makes one.
     *
     * @param security what the pool's file says of user, password and TLS
     */
    R create(SecurityContext security) throws Exception;

    /**
     * Secures a new resource before it is lent for the first time, such as with a TLS handshake or a login; called once, right
     * after {@link #create}. If it throws, the resource is destroyed.
     */
    default void secureHandshake(R resource, SecurityContext security) throws Exception {}

    /**
     * Whether the resource works. Called while nobody has it. False and throwing both destroy it.
     */
    default boolean healthy(R resource) throws Exception {
        return true;
    }

    /** Ends one. What this throws is logged. */
    default void destroy(R resource) throws Exception {
        if (resource instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
