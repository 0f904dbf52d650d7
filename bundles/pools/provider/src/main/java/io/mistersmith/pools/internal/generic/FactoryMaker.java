package io.mistersmith.pools.internal.generic;

import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.ResourceFactory;
import io.mistersmith.pools.SecurityContext;
import io.mistersmith.pools.internal.engine.Maker;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes resources with the factory there is, and ends each one with the factory that made it. Thread-safe. */
final class FactoryMaker implements Maker<Object> {

    private final String pool;
    private final Map<Object, ResourceFactory<Object>> makers = Collections.synchronizedMap(new IdentityHashMap<>());
    private volatile @Nullable ResourceFactory<Object> factory;
    private volatile String name;
    private volatile SecurityContext security;

    FactoryMaker(String pool, String name, SecurityContext security) {
        this.pool = pool;
        this.name = name;
        this.security = security;
    }

    /** From now on with this one, or none. */
    void factory(@Nullable ResourceFactory<Object> now) {
        factory = now;
    }

    /** From now on with this context, and looking for a factory of this name. */
    void settings(String nowName, SecurityContext now) {
        name = nowName;
        security = now;
    }

    @Override
    public Object make() throws Exception {
        ResourceFactory<Object> with = factory;
        if (with == null) {
            throw new PoolUnavailableException(
                    pool, "no service ResourceFactory with " + ResourceFactory.NAME + "=" + name, null);
        }
        SecurityContext context = security;
        Object resource = Objects.requireNonNull(with.create(context), "the factory made null");
        try {
            with.secureHandshake(resource, context);
        } catch (Throwable e) {
            destroyAfter(e, with, resource);
            throw e;
        }
        makers.put(resource, with);
        return resource;
    }

    private static void destroyAfter(Throwable failure, ResourceFactory<Object> with, Object resource) {
        try {
            with.destroy(resource);
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public boolean healthy(Object resource) throws Exception {
        ResourceFactory<Object> with = makers.get(resource);
        return with != null && with.healthy(resource);
    }

    @Override
    public void destroy(Object resource) throws Exception {
        ResourceFactory<Object> with = makers.remove(resource);
        if (with != null) {
            with.destroy(resource);
        }
    }
}
