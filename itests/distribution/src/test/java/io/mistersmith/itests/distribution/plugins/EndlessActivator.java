package io.mistersmith.itests.distribution.plugins;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Its start never comes back. */
public final class EndlessActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        Endless.run();
    }

    @Override
    public void stop(BundleContext context) {}
}
