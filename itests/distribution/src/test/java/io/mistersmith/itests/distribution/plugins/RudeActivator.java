package io.mistersmith.itests.distribution.plugins;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Throws an exception whose message clears the screen of a terminal, rings its bell and begins a new line. */
public final class RudeActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("rude \u001b[2J\u0007\u009b31m\r\n2026-01-01T00:00:00,000 | ERROR | forged");
    }

    @Override
    public void stop(BundleContext context) {}
}
