package io.mistersmith.gateway.errors.internal;

import java.util.Hashtable;
import org.eclipse.jetty.server.Handler;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Registers {@link ErrorAnswers} for Pax Web, which adds every Jetty handler service to its server.
 *
 * <p>Start level 25, below Pax Web's 30: the handler is there before the first connection is accepted and goes after the
 * last one. An activator, because Declarative Services starts later.
 */
public final class ErrorsActivator implements BundleActivator {

    /** Above 0, Pax Web calls a handler before the servlet contexts. */
    private static final int BEFORE_THE_CONTEXTS = 1;

    @Override
    public void start(BundleContext context) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, BEFORE_THE_CONTEXTS);
        context.registerService(Handler.class, new ErrorAnswers(), properties);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the service
    }
}
