package io.mistersmith.metrics.exporters.internal;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.MetricsReader;
import io.mistersmith.metrics.exporters.internal.prometheus.PrometheusScrape;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Wiring of all exporters, ours and those of plugins; the work is in {@link ExporterSet}, which knows no OSGi. */
@Component(service = Exporters.class, immediate = true, configurationPid = ExportersConfig.PID)
@Designate(ocd = ExportersConfig.class)
public final class Exporters {

    private final ExporterSet set;
    private final List<PrometheusScrape> scrapes = new CopyOnWriteArrayList<>();
    private volatile Metrics.@Nullable Family<Counter> exports;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MetricsReader reader;

    @Activate
    public Exporters(ExportersConfig config) {
        set = new ExporterSet(this::families, this::count, Duration.ofMillis(config.sample_period_ms()));
    }

    /** A new component would lose the samples, so the period changes in place. */
    @Modified
    void settings(ExportersConfig config) {
        set.samplePeriod(Duration.ofMillis(config.sample_period_ms()));
    }

    @Deactivate
    void close() {
        set.threads(null);
    }

    /** Every way out, by name. */
    public List<ExporterStatus> list() {
        List<ExporterStatus> all = new ArrayList<>(set.list());
        scrapes.forEach(one -> all.add(one.status()));
        all.sort(Comparator.comparing(ExporterStatus::name));
        return all;
    }

    /** The series of a name with their last samples; empty if there is none. */
    public List<SampledSeries> samples(String name) {
        return set.history().of(name);
    }

    /** Names of metrics that have samples. */
    public List<String> sampledNames() {
        return set.history().names();
    }

    /** The time between two samples. */
    public Duration samplePeriod() {
        return set.samplePeriod();
    }

    private @Nullable List<FamilySnapshot> families() {
        MetricsReader now = reader;
        return now == null ? null : now.families();
    }

    private void count(ExporterStatus status) {
        Metrics.Family<Counter> now = exports;
        if (now != null) {
            now.with(status.name(), status.problem() == null ? "ok" : "failed").increment();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics service) {
        exports = service.counter("mistersmith_metrics_exports_total", "Exports that ended", "exporter", "status");
    }

    void unbindMetrics(Metrics service) {
        // the handles of the service before stay usable, and are replaced with the next
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindThreads(ThreadPools service) {
        set.threads(service);
    }

    void unbindThreads(ThreadPools service) {
        set.threadsGone(service);
    }

    @Reference(
            service = MetricsExporter.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindExporter(MetricsExporter exporter, ServiceReference<MetricsExporter> reference) {
        Map<String, Object> properties = properties(reference);
        String bundle = String.valueOf(reference.getBundle().getSymbolicName());
        set.put(reference, ExporterNames.of(properties, bundle), exporter, properties);
    }

    void updatedExporter(MetricsExporter exporter, ServiceReference<MetricsExporter> reference) {
        bindExporter(exporter, reference);
    }

    void unbindExporter(MetricsExporter exporter, ServiceReference<MetricsExporter> reference) {
        set.remove(reference);
    }

    private static Map<String, Object> properties(ServiceReference<?> reference) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return properties;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addScrape(PrometheusScrape scrape) {
        scrapes.add(scrape);
    }

    void removeScrape(PrometheusScrape scrape) {
        scrapes.remove(scrape);
    }
}
