package io.mistersmith.health.internal;

import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The checks of ours as services. How long the result of one is used is the interval of its concern, which may change; the
 * executor caches by it. Thread-safe.
 */
final class OwnChecks {

    private final BundleContext context;
    private final ToLongFunction<String> intervalMillis;
    private final Map<String, Registered> checks = new LinkedHashMap<>(); // guarded by this

    private record Registered(
            String name, String concern, List<String> tags, ServiceRegistration<HealthCheck> registration) {}

    /**
     * @param intervalMillis how often the checks of a concern are asked
     */
    OwnChecks(BundleContext context, ToLongFunction<String> intervalMillis) {
        this.context = context;
        this.intervalMillis = intervalMillis;
    }

    synchronized void add(String name, String concern, HealthCheck check, String... tags) {
        checks.put(
                name,
                new Registered(
                        name,
                        concern,
                        List.of(tags),
                        context.registerService(HealthCheck.class, check, properties(name, concern, List.of(tags)))));
    }

    synchronized void remove(String name) {
        Registered gone = checks.remove(name);
        if (gone != null) {
            gone.registration().unregister();
        }
    }

    /** The interval of a concern may be another now. */
    synchronized void refresh(String concern) {
        for (Registered check : checks.values()) {
            if (check.concern().equals(concern)) {
                check.registration().setProperties(properties(check.name(), concern, check.tags()));
            }
        }
    }

    synchronized void close() {
        checks.values().forEach(check -> check.registration().unregister());
        checks.clear();
    }

    private Hashtable<String, Object> properties(String name, String concern, List<String> tags) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, name);
        properties.put(HealthCheck.TAGS, tags.toArray(String[]::new));
        properties.put(HealthCheck.RESULT_CACHE_TTL_IN_MS, intervalMillis.applyAsLong(concern));
        return properties;
    }
}
