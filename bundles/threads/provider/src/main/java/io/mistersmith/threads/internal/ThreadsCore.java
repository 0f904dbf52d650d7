package io.mistersmith.threads.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.ThreadPools;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.ThreadSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
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
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"java.util.concurrent.ExecutorService\"")
public final class ThreadsCore implements SynchronousBundleListener {

    private final Pools pools;
    private final BundleContext context;
    private final ExecutorServices executors;
    private final Map<Long, Owner> owners = new ConcurrentHashMap<>();
    private final Map<CorePool, PoolMetrics> measured = new ConcurrentHashMap<>();
    private @Nullable Metrics metrics; // guarded by measured
    private @Nullable SchedulerMetrics scheduler; // guarded by measured

    @Activate
    public ThreadsCore(ThreadsConfig config, BundleContext context) {
        this.pools = new Pools(settingsOf(config));
        this.context = context;
        this.executors = new ExecutorServices(context, pools, this::ownerOf);
        context.addBundleListener(this);
        pools.all().forEach(executors::add);
    }

    /** A new component would lose what is queued, so the sizes change in place: all valid, or none. */
    @Modified
    void settings(ThreadsConfig config) {
        pools.settings(settingsOf(config));
    }

    @Deactivate
    void close() {
        executors.close();
        context.removeBundleListener(this);
        pools.close();
    }

    private static ThreadSettings settingsOf(ThreadsConfig config) {
        Duration keepAlive = Duration.ofMillis(config.keep_alive_ms());
        return new ThreadSettings(
                new PoolSettings(
                        ThreadSettings.cores(config.compute_size()), config.compute_queue_size(), keepAlive, 0),
                new PoolSettings(config.io_size(), config.io_queue_size(), keepAlive, 0),
                new PoolSettings(config.blocking_size(), config.blocking_queue_size(), keepAlive, 0),
                Duration.ofMillis(config.stop_grace_ms()));
    }

    ThreadPools viewOf(Bundle user) {
        return new PoolsView(pools, ownerOf(user));
    }

    private Owner ownerOf(Bundle user) {
        long id = user.getBundleId();
        Owner owner = owners.computeIfAbsent(id, key -> new Owner(user.getSymbolicName() + " " + user.getVersion()));
        // Asked after the owner is kept: a bundle that stopped before that was told of too early to end it.
        if ((user.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) == 0 && owners.remove(id, owner)) {
            pools.stop(owner);
        }
        return owner;
    }

    PoolMonitor monitored(Path etc, String etcName) {
        return new MonitoredPools(pools, etc, etcName);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            Owner owner = owners.remove(event.getBundle().getBundleId());
            if (owner != null) {
                pools.stop(owner);
            } else if (!stopping()) {
                pools.renew(); // its code may have run here all the same: the bus calls handlers on its own account
            }
        }
    }

    /** When all goes down, nothing is left to be kept clean. */
    private boolean stopping() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
    }

    CorePool add(String name, PoolSettings settings) {
        CorePool pool = pools.add(name, settings);
        synchronized (measured) {
            measure(pool);
        }
        executors.add(pool);
        return pool;
    }

    void remove(CorePool pool) {
        executors.remove(pool);
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
            SchedulerMetrics old = scheduler;
            if (old != null) {
                old.close();
            }
            scheduler = new SchedulerMetrics(service, pools.timer());
        }
    }

    void unbindMetrics(Metrics service) {
        synchronized (measured) {
            if (metrics == service) {
                pools.all().forEach(this::forget);
                metrics = null;
                SchedulerMetrics old = scheduler;
                if (old != null) {
                    old.close();
                    scheduler = null;
                }
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
