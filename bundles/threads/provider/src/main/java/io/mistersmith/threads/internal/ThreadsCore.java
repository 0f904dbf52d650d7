package io.mistersmith.threads.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.ThreadPools;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Wiring of the pools of this container; the work is in {@link Pools}, which knows no OSGi.
 *
 * <p>Listens synchronously: a bundle that is stopped and started again at once must not lose the tasks of its second life
 * to the end of its first.
 */
@Component(service = ThreadsCore.class, configurationPid = ThreadsConfig.PID)
@Designate(ocd = ThreadsConfig.class)
public final class ThreadsCore implements SynchronousBundleListener {

    private final Pools pools;
    private final BundleContext context;
    private final Map<Long, Owner> owners = new ConcurrentHashMap<>();
    private final Map<CorePool, PoolMetrics> measured = new ConcurrentHashMap<>();
    private @Nullable Metrics metrics; // guarded by measured

    @Activate
    public ThreadsCore(ThreadsConfig config, BundleContext context) {
        this.pools = new Pools(ThreadSettings.of(config));
        this.context = context;
        context.addBundleListener(this);
    }

    /** A new component would lose what is queued, so the sizes change in place: all valid, or none. */
    @Modified
    void settings(ThreadsConfig config) {
        pools.settings(ThreadSettings.of(config));
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
        pools.close();
    }

    ThreadPools viewOf(Bundle user) {
        long id = user.getBundleId();
        Owner owner = owners.computeIfAbsent(id, key -> new Owner(user.getSymbolicName() + " " + user.getVersion()));
        // Asked after the owner is kept: a bundle that stopped before that was told of too early to end it.
        if ((user.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) == 0 && owners.remove(id, owner)) {
            pools.stop(owner);
        }
        return new PoolsView(pools, owner);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            Owner owner = owners.remove(event.getBundle().getBundleId());
            if (owner != null) {
                pools.stop(owner);
            }
        }
    }

    CorePool add(String name, PoolSettings settings) {
        CorePool pool = pools.add(name, settings);
        synchronized (measured) {
            measure(pool);
        }
        return pool;
    }

    void remove(CorePool pool) {
        pools.remove(pool);
        synchronized (measured) {
            forget(pool);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics service) {
        synchronized (measured) {
            pools.all().forEach(this::forget);
            metrics = service;
            pools.all().forEach(this::measure);
        }
    }

    void unbindMetrics(Metrics service) {
        synchronized (measured) {
            if (metrics == service) {
                pools.all().forEach(this::forget);
                metrics = null;
            }
        }
    }

    private void measure(CorePool pool) {
        Metrics service = metrics;
        if (service != null) {
            measured.put(pool, new PoolMetrics(service, pool));
        }
    }

    private void forget(CorePool pool) {
        PoolMetrics old = measured.remove(pool);
        if (old != null) {
            old.close();
        }
    }
}
