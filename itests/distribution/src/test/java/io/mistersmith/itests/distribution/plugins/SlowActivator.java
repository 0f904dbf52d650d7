package io.mistersmith.itests.distribution.plugins;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Takes eight seconds to start, then runs. */
public final class SlowActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) throws InterruptedException {
        if (new CountDownLatch(1).await(8, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
