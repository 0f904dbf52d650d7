package io.mistersmith.pools.internal.generic;

import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.PoolSecurity;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes resources with the factory there is, and ends each one with the factory that made it. Thread-safe. */
final class FactoryMaker implements Maker<Object> {

    /** Who made a resource, and with which certificates. */
    private record Made(ResourceFactory<Object> by, @Nullable SSLContext with) {}

    private final String pool;
    private final Map<Object, Made> makers = Collections.synchronizedMap(new IdentityHashMap<>());
    private volatile @Nullable ResourceFactory<Object> factory;
    private volatile String name;
    private volatile PoolSecurity security;

    FactoryMaker(String pool, String name, Credentials credentials) {
        this.pool = pool;
        this.name = name;
        this.security = new PoolSecurity(pool, credentials);
    }

    /** From now on with this one, or none. */
    void factory(@Nullable ResourceFactory<Object> now) {
        factory = now;
    }

    /**
     * From now on with these, and looking for a factory of this name.
     *
     * @return whether the credentials are others, so that what was made before is to be replaced
     */
    boolean settings(String nowName, Credentials now) {
        name = nowName;
        if (now.equals(security.credentials())) {
            return false;
        }
        security = new PoolSecurity(pool, now);
        return true;
    }

    /** What is missing to make anything; null if nothing is. */
    @Nullable
    String missing() {
        return factory == null ? missing(name) : null;
    }

    private static String missing(String name) {
        return "no service ResourceFactory with " + ResourceFactory.NAME + "=" + name;
    }

    @Override
    public Object make() throws Exception {
        ResourceFactory<Object> with = factory;
        if (with == null) {
            throw new PoolUnavailableException(pool, missing(name), null);
        }
        PoolSecurity context = security;
        SSLContext certificates = context.contextIfAny(); // of before: changed meanwhile, it is made anew
        Object resource = Objects.requireNonNull(with.create(context), "the factory made null");
        try {
            with.secureHandshake(resource, context);
        } catch (Throwable e) {
            destroyAfter(e, with, resource);
            throw e;
        }
        makers.put(resource, new Made(with, certificates));
        return resource;
    }

    private static void destroyAfter(Throwable failure, ResourceFactory<Object> with, Object resource) {
        try {
            with.destroy(resource);
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }

    /** Also unhealthy is what was made with certificates that have been replaced since. */
    @Override
    public boolean healthy(Object resource) throws Exception {
        Made made = makers.get(resource);
        return made != null && made.with == security.contextIfAny() && made.by.healthy(resource);
    }

    @Override
    public void destroy(Object resource) throws Exception {
        Made made = makers.remove(resource);
        if (made != null) {
            made.by.destroy(resource);
        }
    }
}
