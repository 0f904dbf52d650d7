package io.mistersmith.lifecycle.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Whether what the install brings is up: its bundles, and the components of ours. For one thread at a time. */
final class InstallCheck {

    private static final String OURS = "io.mistersmith.";
    private static final String FEATURES = "org.apache.karaf.features.FeaturesService";
    private static final String BOOTED = "org.apache.karaf.features.BootFinished";

    private final BundleContext context;
    private final Components components;
    private Map<String, Long> lackingSinceNanos = new HashMap<>();

    InstallCheck(BundleContext context, Components components) {
        this.context = context;
        this.components = components;
    }

    /**
     * What is not up, a line each.
     *
     * @param level bundles at this start level and above are plugins
     * @param graceNanos how long a component may lack something before it counts; swapping a provider takes a moment
     */
    List<String> missing(int level, long graceNanos) {
        List<String> missing = new ArrayList<>();
        int now = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getStartLevel();
        if (now < level) {
            missing.add("start level " + now + " of " + level);
        }
        if (booting()) {
            missing.add("features are being installed");
        }
        List<String> lacks = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
            if (start == null || bundle.getBundleId() == 0 || start.getStartLevel() >= level) {
                continue;
            }
            if (bundle.getState() == Bundle.ACTIVE) {
                if (String.valueOf(bundle.getSymbolicName()).startsWith(OURS)) {
                    lacks.addAll(components.lacks(bundle));
                }
            } else if (shouldBeActive(bundle, start)) {
                missing.add("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + " is not active");
            }
        }
        missing.addAll(longLacking(lacks, graceNanos));
        return missing;
    }

    /** Karaf installs the features it boots with while we run already, and registers a service when it has done so. */
    private boolean booting() {
        return registered(FEATURES) && !registered(BOOTED);
    }

    private boolean registered(String service) {
        try { // "all": we do not import Karaf's packages
            return context.getAllServiceReferences(service, null) != null;
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible); // there is no filter
        }
    }

    private static boolean shouldBeActive(Bundle bundle, BundleStartLevel start) {
        boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        boolean lazy = bundle.getState() == Bundle.STARTING && start.isActivationPolicyUsed();
        return start.isPersistentlyStarted() && !fragment && !lazy;
    }

    private List<String> longLacking(List<String> lacks, long graceNanos) {
        long now = System.nanoTime();
        Map<String, Long> since = new HashMap<>();
        lacks.forEach(lack -> since.put(lack, lackingSinceNanos.getOrDefault(lack, now)));
        lackingSinceNanos = since;
        return lacks.stream()
                .filter(lack -> now - since.getOrDefault(lack, now) >= graceNanos)
                .distinct()
                .toList();
    }
}
