package io.mistersmith.lifecycle.internal.framework;

import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Counts how often a bundle is started from now on. */
final class StartCount {

    private final AtomicInteger starts = new AtomicInteger();

    StartCount(Bundle bundle) {
        bundle.getBundleContext().getBundle(0).getBundleContext().addBundleListener((SynchronousBundleListener)
                event -> {
                    if (event.getType() == BundleEvent.STARTED
                            && event.getBundle().equals(bundle)) {
                        starts.incrementAndGet();
                    }
                });
    }

    int starts() {
        return starts.get();
    }
}
