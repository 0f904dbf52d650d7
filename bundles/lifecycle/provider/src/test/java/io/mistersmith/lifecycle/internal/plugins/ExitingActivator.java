package io.mistersmith.lifecycle.internal.plugins;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Tries to end the JVM when it is started. */
public final class ExitingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        System.exit(7);
    }

    @Override
    public void stop(BundleContext context) {}
}
