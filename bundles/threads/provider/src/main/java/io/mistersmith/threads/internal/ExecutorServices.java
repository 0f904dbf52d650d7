package io.mistersmith.threads.internal;

import io.mistersmith.threads.ThreadPools;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.job.Pools;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * Registers each pool as an {@link ExecutorService} with the property {@value ThreadPools#POOL_NAME}; each bundle that asks gets an object of
 * its own, whose tasks belong to it.
 */
final class ExecutorServices {

    private final BundleContext context;
    private final Pools pools;
    private final Function<Bundle, Owner> owners;
    private final Map<CorePool, ServiceRegistration<ExecutorService>> services = new ConcurrentHashMap<>();

    ExecutorServices(BundleContext context, Pools pools, Function<Bundle, Owner> owners) {
        this.context = context;
        this.pools = pools;
        this.owners = owners;
    }

    void add(CorePool pool) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(ThreadPools.POOL_NAME, pool.name()));
        services.put(pool, context.registerService(ExecutorService.class, new Factory(pool), properties));
    }

    void remove(CorePool pool) {
        ServiceRegistration<ExecutorService> service = services.remove(pool);
        if (service != null) {
            service.unregister();
        }
    }

    void close() {
        services.keySet().forEach(this::remove);
    }

    private final class Factory implements ServiceFactory<ExecutorService> {

        private final CorePool pool;

        Factory(CorePool pool) {
            this.pool = pool;
        }

        @Override
        public ExecutorService getService(Bundle user, ServiceRegistration<ExecutorService> service) {
            return new SharedExecutor(pools, pool, owners.apply(user));
        }

        /** What the bundle submitted before still runs; its stop ends it. */
        @Override
        public void ungetService(Bundle user, ServiceRegistration<ExecutorService> service, ExecutorService executor) {
            executor.shutdown();
        }
    }
}
