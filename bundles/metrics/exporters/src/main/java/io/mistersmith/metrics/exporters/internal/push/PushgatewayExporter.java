package io.mistersmith.metrics.exporters.internal.push;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.exporters.internal.ExporterService;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.metrics.exporters.internal.prometheus.PrometheusText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The Pushgateway that one {@code etc/io.mistersmith.metrics.pushgateway-NAME.cfg} names. */
@Component(
        service = {},
        immediate = true,
        configurationPid = PushgatewayConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PushgatewayConfig.class, factory = true)
public final class PushgatewayExporter implements MetricsExporter {

    private volatile Push push;
    private final ExporterService service;

    @Activate
    public PushgatewayExporter(PushgatewayConfig config, BundleContext context, Map<String, Object> properties) {
        push = of(config);
        service = new ExporterService(context, MetricsExporter.class, this, properties);
    }

    /** In place: a wrong setting leaves the old ones in force. */
    @Modified
    void settings(PushgatewayConfig now, Map<String, Object> properties) {
        push = of(now);
        service.settings(properties);
    }

    private static Push of(PushgatewayConfig config) {
        return new Push(
                Push.target(config.url(), config.job(), config.instance(), (int) config.timeout_ms()),
                PrometheusText.with(
                        "",
                        new HistogramBuckets(
                                config.histogram_buckets(), List.of(config.metric_buckets()), config.prefix())));
    }

    @Deactivate
    void close() {
        service.close();
    }

    @Override
    public void export(List<FamilySnapshot> families) throws IOException {
        push.send(families);
    }
}
