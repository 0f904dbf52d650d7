package io.mistersmith.health.internal;

import io.mistersmith.health.internal.execution.Description;
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
            String name,
            String concern,
            boolean quick,
            List<String> tags,
            ServiceRegistration<HealthCheck> registration) {}

    /**
     * @param intervalMillis how often the checks of a concern are asked
     */
    OwnChecks(BundleContext context, ToLongFunction<String> intervalMillis) {
        this.context = context;
        this.intervalMillis = intervalMillis;
    }

    /**
     * @param quick whether it only looks at memory, so that it is asked on the thread that wants to know
     */
    synchronized void add(String name, String concern, boolean quick, HealthCheck check, String... tags) {
        List<String> given = List.of(tags);
        Hashtable<String, Object> properties = properties(name, concern, quick, given);
        checks.put(
                name,
                new Registered(
                        name, concern, quick, given, context.registerService(HealthCheck.class, check, properties)));
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
                check.registration().setProperties(properties(check.name(), concern, check.quick(), check.tags()));
            }
        }
    }

    synchronized void close() {
        checks.values().forEach(check -> check.registration().unregister());
        checks.clear();
    }

    private Hashtable<String, Object> properties(String name, String concern, boolean quick, List<String> tags) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, name);
        properties.put(HealthCheck.TAGS, tags.toArray(String[]::new));
        properties.put(HealthCheck.RESULT_CACHE_TTL_IN_MS, intervalMillis.applyAsLong(concern));
        if (quick) {
            properties.put(Description.QUICK, true);
        }
        return properties;
    }
}
