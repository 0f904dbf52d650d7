package io.mistersmith.metrics.exporters.internal.otlp;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.exporters.internal.ExporterService;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.metrics.exporters.internal.HttpAddress;
import io.mistersmith.metrics.exporters.internal.NamedValues;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The collector that one {@code etc/io.mistersmith.metrics.otlp-NAME.cfg} names. */
@Component(
        service = {},
        immediate = true,
        configurationPid = OtlpConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = OtlpConfig.class, factory = true)
public final class OtlpExporter implements MetricsExporter {

    private static final Instant START =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    private volatile Collector collector;
    private final ExporterService service;

    @Activate
    public OtlpExporter(OtlpConfig config, BundleContext context, Map<String, Object> properties) {
        collector = of(config);
        service = new ExporterService(context, MetricsExporter.class, this, properties);
    }

    /** In place: a wrong setting leaves the old ones in force. */
    @Modified
    void settings(OtlpConfig now, Map<String, Object> properties) {
        collector = of(now);
        service.settings(properties);
    }

    private static Collector of(OtlpConfig config) {
        HistogramBuckets buckets =
                new HistogramBuckets(config.histogram_buckets(), List.of(config.metric_buckets()), config.prefix());
        return new Collector(
                new HttpAddress(config.url(), "/v1/metrics", (int) config.timeout_ms()),
                NamedValues.of("headers", config.headers()),
                new MetricsRequest(
                        NamedValues.of("resource.attributes", config.resource_attributes()), buckets, START));
    }

    @Deactivate
    void close() {
        service.close();
    }

    @Override
    public void export(List<FamilySnapshot> families) throws IOException {
        collector.send(families);
    }
}
