package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.internal.system.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Wiring of the meters of this container; the work is in {@link MeterTable}, which knows no OSGi.
 *
 * <p>Listens synchronously: a bundle that is stopped and started again at once must not lose the meters of its second life
 * to the end of its first.
 */
@Component(
        service = {MetricsCore.class, MetricsReader.class},
        configurationPid = MetricsConfig.PID)
@Designate(ocd = MetricsConfig.class)
public final class MetricsCore implements MetricsReader, SynchronousBundleListener {

    private final MeterTable table;
    private final BundleContext context;
    private final Surroundings surroundings;
    private final Map<Long, Owner> owners = new ConcurrentHashMap<>();
    private final LatePools pools;

    @Activate
    public MetricsCore(MetricsConfig config, @Reference DropwizardRegistry registry, BundleContext context) {
        this.table = new MeterTable(registry, config.max_series());
        this.context = context;
        MetricsView own = table.own();
        this.surroundings = new Surroundings(own, own::total, context);
        this.pools = new LatePools(context);
        table.threads(pools);
        apply(config);
        context.addBundleListener(this);
    }

    /** A new component would lose every count, so the settings change in place: all valid, or none. */
    @Modified
    void settings(MetricsConfig config) {
        apply(config);
    }

    private void apply(MetricsConfig config) {
        Overhead overhead = new Overhead(
                Duration.ofMillis(config.max_collection_time_ms()), config.sampling_rate(), config.batch_size());
        table.maxSeries(config.max_series());
        table.window(Duration.ofMillis(config.quantile_window_ms()));
        table.overhead(overhead);
        surroundings.runtime(config.enable_runtime_metrics());
        surroundings.process(config.enable_process_metrics());
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
        pools.close();
        table.close();
    }

    Metrics viewOf(Bundle user) {
        return new MetricsView(
                table, owners.computeIfAbsent(user.getBundleId(), id -> new Owner(user.getSymbolicName())));
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            Owner owner = owners.remove(event.getBundle().getBundleId());
            if (owner != null) {
                table.stop(owner);
            }
        }
    }

    @Override
    public List<FamilySnapshot> families() {
        return table.families();
    }

    @Override
    public Optional<FamilySnapshot> family(String name) {
        return table.family(name);
    }
}
