package io.mistersmith.metrics.internal.system;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The OSGi framework: bundles by state, services, start level. */
final class FrameworkMeters {

    private static final Map<String, Integer> STATES = Map.of(
            "installed", Bundle.INSTALLED,
            "resolved", Bundle.RESOLVED,
            "starting", Bundle.STARTING,
            "active", Bundle.ACTIVE,
            "stopping", Bundle.STOPPING);

    private final Metrics own;
    private final List<Registration> registered;

    FrameworkMeters(Metrics own, List<Registration> registered) {
        this.own = own;
        this.registered = registered;
    }

    void register(BundleContext context) {
        STATES.forEach((name, state) -> registered.add(own.gauge(
                "osgi_bundles", "Bundles by state", Map.of("state", name), () -> count(context.getBundles(), state))));
        registered.add(own.gauge("osgi_services", "Registered services", () -> services(context)));
        registered.add(own.gauge("osgi_start_level", "Start level of the framework", () -> context.getBundle(
                        Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getStartLevel()));
    }

    private static long count(Bundle[] bundles, int state) {
        long count = 0;
        for (Bundle bundle : bundles) {
            count += bundle.getState() == state ? 1 : 0;
        }
        return count;
    }

    private static int services(BundleContext context) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(null, null);
            return all == null ? 0 : all.length;
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible); // there is no filter
        }
    }
}
