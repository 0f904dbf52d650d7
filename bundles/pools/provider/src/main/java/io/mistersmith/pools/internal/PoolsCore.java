package io.mistersmith.pools.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.pools.ResourceHook;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Work;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Wiring of the pools of this container; the work is in {@link PoolSet}, which knows no OSGi.
 *
 * <p>Listens synchronously: a bundle that is stopped and started again at once must not lose the leases of its second life to
 * the end of its first.
 */
@Component(service = PoolsCore.class, configurationPid = "io.mistersmith.pools")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"io.mistersmith.pools.ResourcePool\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.apache.felix.hc.api.HealthCheck\"")
public final class PoolsCore implements SynchronousBundleListener {

    private final PoolSet pools = new PoolSet();
    private final HookSet hooks = new HookSet(pools);
    private final BundleContext context;
    private final Map<Long, Borrower> borrowers = new ConcurrentHashMap<>();
    private final Map<ManagedPool, ServiceRegistration<?>> services = new ConcurrentHashMap<>();
    private final Map<ManagedPool, ServiceRegistration<?>> checks = new ConcurrentHashMap<>();
    private @Nullable ThreadPools threads; // guarded by this
    private @Nullable Metrics metrics; // guarded by this

    /** Called by the component runtime. */
    @Activate
    public PoolsCore(BundleContext context) {
        this.context = context;
        context.addBundleListener(this);
    }

    /** It has no keys of its own; a new component would take all pools away. */
    @Modified
    void settings() {}

    @Deactivate
    void close() {
        context.removeBundleListener(this);
        pools.all().forEach(pool -> {
            remove(pool, Duration.ZERO);
            pool.engine().takeBackAll();
        });
    }

    PoolSet pools() {
        return pools;
    }

    /**
     * Begins a pool and registers it.
     *
     * @throws IllegalStateException if there is one of this name
     */
    public void add(ManagedPool pool) {
        pools.add(pool);
        hooks.tell(pool);
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(ResourcePool.POOL_NAME, pool.name());
        properties.put(ResourcePool.POOL_KIND, pool.kind());
        Hashtable<String, Object> check = new Hashtable<>();
        check.put(HealthCheck.NAME, "pool." + pool.name());
        check.put(HealthCheck.TAGS, new String[] {"pools"});
        checks.put(
                pool,
                context.registerService(
                        HealthCheck.class.getName(), new PoolHealth(pool.operated(), pool.warnings()), check));
        services.put(pool, context.registerService(pool.service().getName(), new Views(pool), properties));
    }

    /** Ends a pool: it lends nothing more, and what is still borrowed after the grace time is taken back. */
    public void remove(ManagedPool pool, Duration grace) {
        unregister(services.remove(pool));
        unregister(checks.remove(pool));
        pools.remove(pool);
        pool.engine().close();
        pool.engine().takeBackAllAfter(grace);
    }

    /** The name of an instance is what follows the tilde of its PID. */
    public static String nameOf(Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        return pid.substring(pid.indexOf('~') + 1);
    }

    private static void unregister(@Nullable ServiceRegistration<?> service) {
        if (service != null) {
            service.unregister();
        }
    }

    /** Who borrows for this bundle, in its present life. */
    public Borrower borrowerOf(Bundle user) {
        long id = user.getBundleId();
        Borrower borrower =
                borrowers.computeIfAbsent(id, key -> new Borrower(user.getSymbolicName() + " " + user.getVersion()));
        // Asked after the borrower is kept: a bundle that stopped before that was told of too early to end it.
        if ((user.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) == 0
                && borrowers.remove(id, borrower)) {
            pools.stop(borrower);
        }
        return borrower;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            Borrower borrower = borrowers.remove(event.getBundle().getBundleId());
            if (borrower != null) {
                pools.stop(borrower);
            }
        }
    }

    // The old service may go before or after the new one comes, so who goes is compared.

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindThreads(ThreadPools came) {
        threads = came;
        pools.work(new ThreadsWork(came));
    }

    synchronized void unbindThreads(ThreadPools went) {
        if (threads == went) {
            threads = null;
            pools.work(Work.NONE);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindMetrics(Metrics came) {
        metrics = came;
        pools.metrics(came);
    }

    synchronized void unbindMetrics(Metrics went) {
        if (metrics == went) {
            metrics = null;
            pools.metrics(null);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHook(ServiceReference<ResourceHook> reference, ResourceHook hook) {
        hooks.add(reference, hook, reference.getProperty(ResourcePool.POOL_NAME));
    }

    void updatedHook(ServiceReference<ResourceHook> reference, ResourceHook hook) {
        hooks.add(reference, hook, reference.getProperty(ResourcePool.POOL_NAME));
    }

    void unbindHook(ServiceReference<ResourceHook> reference) {
        hooks.remove(reference);
    }

    private final class Views implements ServiceFactory<Object> {

        private final ManagedPool pool;

        Views(ManagedPool pool) {
            this.pool = pool;
        }

        @Override
        public Object getService(Bundle user, ServiceRegistration<Object> service) {
            return pool.view().apply(borrowerOf(user));
        }

        /** What the bundle borrowed stays borrowed; its stop ends it. */
        @Override
        public void ungetService(Bundle user, ServiceRegistration<Object> service, Object view) {}
    }
}
