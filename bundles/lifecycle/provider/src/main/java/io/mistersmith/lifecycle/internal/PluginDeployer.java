package io.mistersmith.lifecycle.internal;

import io.mistersmith.eventbus.Subscriptions;
import io.mistersmith.lifecycle.PluginStatus;
import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.lifecycle.internal.deploy.Deployment;
import io.mistersmith.lifecycle.internal.deploy.FolderScan;
import io.mistersmith.lifecycle.internal.deploy.PluginDesk;
import io.mistersmith.lifecycle.internal.deploy.ReplacedJars;
import io.mistersmith.lifecycle.internal.deploy.Workers;
import io.mistersmith.lifecycle.internal.exit.ExitRefusal;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/** Wiring of the plugins of {@code deploy/}; the work is in {@link Deployment}, which knows no OSGi. */
@Component(service = Plugins.class, immediate = true, configurationPid = LifecycleConfig.PID)
@Designate(ocd = LifecycleConfig.class)
public final class PluginDeployer implements Plugins, BundleListener {

    private final BundleContext context;
    private final OsgiPlugins host;
    private final BusTraffic traffic = new BusTraffic();
    private final Deployment deployment;
    private final PluginDesk desk;
    private final ServiceRegistration<WeavingHook> exitRefusal;

    // guarded by this
    private LifecycleConfig config;
    private @Nullable ThreadPools threads;
    private @Nullable Job<Void> series;

    /** Takes over the bundles that an earlier run left. */
    @Activate
    public PluginDeployer(
            LifecycleConfig config, BundleContext context, @Reference ServiceComponentRuntime components) {
        this.config = config;
        this.context = context;
        Home home = Home.of(context::getProperty);
        host = new OsgiPlugins(
                context,
                home.deploy(),
                config.start_level(),
                new Components(components),
                new Contents(components, home),
                traffic::of,
                traffic::refused);
        deployment = new Deployment(
                new FolderScan(home.deploy(), Duration.ofMillis(config.copy_patience_ms()), System::nanoTime),
                host,
                new ReplacedJars(home.data().resolve("replaced")),
                Duration.ofMillis(config.start_timeout_ms()),
                System::nanoTime);
        host.onRewired(deployment::rewired);
        desk = new PluginDesk(deployment, home::show);
        context.addBundleListener(this);
        // Registered in code: a hook that is created when it is first asked for would be asked for its own classes.
        exitRefusal = context.registerService(WeavingHook.class, new ExitRefusal(context.getBundle()), null);
    }

    @Modified
    synchronized void modified(LifecycleConfig now) {
        config = now;
        host.startLevel(now.start_level());
        deployment.startTimeout(Duration.ofMillis(now.start_timeout_ms()));
        schedule(threads);
    }

    /** Plugins stay up: they belong to the framework, and whoever comes next finds them. */
    @Deactivate
    synchronized void close() {
        exitRefusal.unregister();
        context.removeBundleListener(this);
        deployment.workers(null);
        schedule(null);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindThreads(ThreadPools pools) {
        threads = pools;
        deployment.workers(workers(pools.blocking()));
        schedule(pools);
    }

    synchronized void unbindThreads(ThreadPools pools) {
        if (threads == pools) {
            threads = null;
            deployment.workers(null);
            schedule(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSubscriptions(Subscriptions subscriptions) {
        traffic.subscriptions(subscriptions);
    }

    void unbindSubscriptions(Subscriptions subscriptions) {
        traffic.without(subscriptions);
    }

    private synchronized void schedule(@Nullable ThreadPools pools) {
        if (series != null) {
            series.cancel();
        }
        series = pools == null ? null : pools.every(Duration.ofMillis(config.scan_ms()), this::tick);
    }

    private static Workers workers(Pool pool) {
        return (task, limit) -> {
            Job<Boolean> job = pool.submit(
                    () -> {
                        task.run();
                        return true;
                    },
                    limit);
            return job::cancel;
        };
    }

    private void tick() {
        int level = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getStartLevel();
        if (level >= startLevel()) {
            deployment.tick();
        }
    }

    private synchronized int startLevel() {
        return config.start_level();
    }

    @Override
    public boolean settled() {
        return desk.settled();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        int interesting = BundleEvent.INSTALLED
                | BundleEvent.RESOLVED
                | BundleEvent.UPDATED
                | BundleEvent.UNRESOLVED
                | BundleEvent.UNINSTALLED;
        if ((event.getType() & interesting) != 0) {
            Bundle bundle = event.getBundle();
            deployment.changed(bundle.getBundleId());
        }
    }

    @Override
    public List<PluginStatus> list() {
        return desk.list();
    }

    @Override
    public Optional<PluginStatus> find(String name) {
        return desk.find(name);
    }

    @Override
    public Optional<PluginStatus> await(String name, @Nullable String version, Duration timeout)
            throws InterruptedException {
        return desk.await(name, version, timeout);
    }

    @Override
    public PluginStatus restart(String name, Duration timeout) throws InterruptedException {
        return desk.restart(name, timeout);
    }

    @Override
    public String remove(String name) {
        return desk.remove(name);
    }
}
