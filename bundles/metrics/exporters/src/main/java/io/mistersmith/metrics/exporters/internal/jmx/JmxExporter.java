package io.mistersmith.metrics.exporters.internal.jmx;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.MetricsExporter;
import io.mistersmith.metrics.exporters.internal.ExporterService;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The MBeans that one {@code etc/io.mistersmith.metrics.jmx-NAME.cfg} asks for, in this JVM; it opens no port. */
@Component(
        service = {},
        immediate = true,
        configurationPid = JmxConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = JmxConfig.class, factory = true)
public final class JmxExporter implements MetricsExporter {

    private volatile MeterBeans beans;
    private final ExporterService service;

    @Activate
    public JmxExporter(JmxConfig config, BundleContext context, Map<String, Object> properties) {
        beans = of(config);
        service = new ExporterService(context, MetricsExporter.class, this, properties);
    }

    @Modified
    void settings(JmxConfig now, Map<String, Object> properties) {
        MeterBeans before = beans;
        beans = of(now);
        before.close();
        service.settings(properties);
    }

    private static MeterBeans of(JmxConfig config) {
        return new MeterBeans(ManagementFactory.getPlatformMBeanServer(), config.domain());
    }

    @Deactivate
    void close() {
        service.close();
        beans.close();
    }

    @Override
    public void export(List<FamilySnapshot> families) throws JMException {
        beans.show(families);
    }
}
