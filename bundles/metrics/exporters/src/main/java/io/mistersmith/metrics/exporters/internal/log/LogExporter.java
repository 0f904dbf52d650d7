package io.mistersmith.metrics.exporters.internal.log;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.exporters.internal.ExporterService;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines that one {@code etc/io.mistersmith.metrics.log-NAME.cfg} asks for: logger {@value #LOGGER}, level INFO. */
@Component(
        service = {},
        immediate = true,
        configurationPid = LogConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LogConfig.class, factory = true)
public final class LogExporter implements MetricsExporter {

    static final String LOGGER = "io.mistersmith.metrics.log";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private volatile LogConfig config;
    private final ExporterService service;

    @Activate
    public LogExporter(LogConfig config, BundleContext context, Map<String, Object> properties) {
        this.config = config;
        service = new ExporterService(context, MetricsExporter.class, this, properties);
    }

    @Modified
    void settings(LogConfig now, Map<String, Object> properties) {
        config = now;
        service.settings(properties);
    }

    @Deactivate
    void close() {
        service.close();
    }

    @Override
    public void export(List<FamilySnapshot> families) {
        LogConfig now = config;
        LogLines.of(families, List.of(now.names()), now.prefix()).forEach(LOG::info);
    }
}
