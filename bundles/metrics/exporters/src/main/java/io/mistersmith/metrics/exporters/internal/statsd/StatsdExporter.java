package io.mistersmith.metrics.exporters.internal.statsd;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.exporters.internal.ExporterService;
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

/** The StatsD server that one {@code etc/io.mistersmith.metrics.statsd-NAME.cfg} names. */
@Component(
        service = {},
        immediate = true,
        configurationPid = StatsdConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StatsdConfig.class, factory = true)
public final class StatsdExporter implements MetricsExporter {

    private volatile StatsdConfig config;
    private volatile StatsdLines lines;
    private final ExporterService service;

    @Activate
    public StatsdExporter(StatsdConfig config, BundleContext context, Map<String, Object> properties) {
        this.config = config;
        this.lines = new StatsdLines(config.tags());
        service = new ExporterService(context, MetricsExporter.class, this, properties);
    }

    /** A new component would not know what it sent, so the settings change in place; a new form of names begins anew. */
    @Modified
    void settings(StatsdConfig now, Map<String, Object> properties) {
        if (now.tags() != config.tags() || !now.prefix().equals(config.prefix())) {
            lines = new StatsdLines(now.tags());
        }
        config = now;
        service.settings(properties);
    }

    @Deactivate
    void close() {
        service.close();
    }

    @Override
    public void export(List<FamilySnapshot> families) throws IOException {
        StatsdConfig to = config;
        StatsdLines form = lines;
        UdpPackets.send(to.host(), to.port(), to.packet_bytes(), form.of(families));
        form.sent();
    }
}
