package io.mistersmith.metrics.exporters.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * An exporter of ours as a service, with those of its settings that tell how it is called. Where it sends to, and as whom, is no
 * service property, as it would be if the component runtime registered it: everybody can list those.
 */
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.mistersmith.metrics.MetricsExporter\"")
public final class ExporterService implements AutoCloseable {

    private static final Set<String> SHOWN =
            Set.of("service.pid", "enabled", "interval.ms", "timeout.ms", "backoff.ms", "prefix");

    private final ServiceRegistration<?> registration;

    /** Registers it. */
    public <S> ExporterService(BundleContext context, Class<S> type, S exporter, Map<String, Object> settings) {
        registration = context.registerService(type, exporter, FrameworkUtil.asDictionary(shown(settings)));
    }

    /** The settings from now on. */
    public void settings(Map<String, Object> settings) {
        registration.setProperties(FrameworkUtil.asDictionary(shown(settings)));
    }

    @Override
    public void close() {
        registration.unregister();
    }

    private static Map<String, Object> shown(Map<String, Object> settings) {
        Map<String, Object> shown = new HashMap<>(settings);
        shown.keySet().retainAll(SHOWN);
        return shown;
    }
}
