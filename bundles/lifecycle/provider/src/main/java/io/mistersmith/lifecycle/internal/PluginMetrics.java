package io.mistersmith.lifecycle.internal;

import io.mistersmith.lifecycle.Plugins;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Looks at the plugins again and again, and keeps {@link PluginGauge} up to date. */
@Component(service = PluginMetrics.class, immediate = true)
public final class PluginMetrics {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Plugins plugins;
    private @Nullable PluginGauge gauge; // both guarded by this
    private @Nullable Job<Void> looking;

    @Activate
    public PluginMetrics(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindMetrics(Metrics metrics) {
        gauge = new PluginGauge(metrics);
    }

    synchronized void unbindMetrics(Metrics metrics) {
        // handles of a service that is gone do no harm, and the next one brings new ones
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindThreads(ThreadPools threads) {
        close();
        looking = threads.every(PERIOD, this::look);
    }

    synchronized void unbindThreads(ThreadPools threads) {
        // another one may have been bound before; its series goes on
    }

    @Deactivate
    synchronized void close() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    private synchronized void look() {
        PluginGauge now = gauge;
        if (now != null) {
            now.show(plugins.list());
        }
    }
}
