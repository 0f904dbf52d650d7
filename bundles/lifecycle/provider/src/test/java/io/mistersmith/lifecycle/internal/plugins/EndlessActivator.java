package io.mistersmith.lifecycle.internal.plugins;

import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Never comes back, and does not listen to interrupts. */
public final class EndlessActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        while (!Boolean.getBoolean("lifecycle.test.end")) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
