package io.mistersmith.lifecycle.internal.exit;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites the classes of plugins as they are loaded, so that a call of {@code System.exit} fails instead of ending the
 * container: see {@link ExitCalls}. A class that was loaded while this bundle was stopped stays as it is until its own bundle
 * is refreshed.
 */
public final class ExitRefusal implements WeavingHook {

    private static final Logger LOG = LoggerFactory.getLogger("io.mistersmith.lifecycle");

    private final Bundle own;

    /**
     * Creates the hook.
     *
     * @param own the bundle of this class; its classes are loaded while the hook works and are left alone
     */
    public ExitRefusal(Bundle own) {
        this.own = own;
    }

    @Override
    public void weave(WovenClass woven) {
        Bundle bundle = woven.getBundleWiring().getBundle();
        if (isOfTheDistribution(bundle)) {
            return;
        }
        String name = bundle.getSymbolicName() + " " + bundle.getVersion();
        byte[] rewritten;
        try {
            rewritten = ExitCalls.refused(woven.getBytes(), name);
        } catch (RuntimeException e) { // not a class file, or of a version that no JVM of today loads
            LOG.warn("Class {} of bundle {} could not be searched for System.exit: {}", woven.getClassName(), name, e);
            return;
        }
        if (rewritten != null) {
            woven.setBytes(rewritten);
            LOG.info(
                    "Class {} of bundle {} calls System.exit, Runtime.exit or Runtime.halt; such a call now throws"
                            + " SecurityException",
                    woven.getClassName(),
                    name);
        }
    }

    /** Karaf's features, and those of this product, install their bundles from a Maven repository; plugins are files. */
    private boolean isOfTheDistribution(Bundle bundle) {
        return bundle.equals(own)
                || bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || bundle.getLocation().startsWith("mvn:");
    }
}
