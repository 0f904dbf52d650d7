package io.mistersmith.gateway.errors.internal;

import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds {@link ErrorAnswers} to the servers that Pax Web makes.
 *
 * <p>Start level 25, below Pax Web's 30: the answers are there before the first connection is accepted and go after the last
 * one. Pax Web's Jetty bundle cannot start while a Jetty handler is a service, and one that comes later makes it begin with a
 * server that has none. So the handler is given to its factory of servers by a hook, which is called before whoever uses
 * the factory knows of it.
 */
public final class ErrorsActivator implements BundleActivator {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorsActivator.class);

    private static final String FACTORY = "org.ops4j.pax.web.service.spi.ServerControllerFactory";
    /** Above 0, Pax Web starts a handler with the server and not with the servlet contexts. */
    private static final int BEFORE_THE_CONTEXTS = 1;

    private static final String PID = "io.mistersmith.gateway";
    private static final String HEAD_TIMEOUT = "head.timeout.ms";
    private static final long DEFAULT_HEAD_TIMEOUT = 30_000;

    private final AtomicLong headTimeout = new AtomicLong(DEFAULT_HEAD_TIMEOUT);

    /** Waits for the factory, and for settings, which take effect at once. */
    @Override
    public void start(BundleContext context) {
        ManagedService settings = values -> headTimeout.set(headTimeout(values));
        context.registerService(ManagedService.class, settings, new Hashtable<>(Map.of(Constants.SERVICE_PID, PID)));
        EventListenerHook hook = (event, listeners) -> {
            if (isFactory(event)) {
                add(context, event.getServiceReference());
            }
        };
        context.registerService(EventListenerHook.class, hook, null);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the hook; a server that runs keeps its answers
    }

    /** The gateway's settings were checked against its definition, which has the bounds. */
    private static long headTimeout(@Nullable Dictionary<String, ?> values) {
        Object value = values == null ? null : values.get(HEAD_TIMEOUT);
        return value == null ? DEFAULT_HEAD_TIMEOUT : Long.parseLong(value.toString());
    }

    private static boolean isFactory(ServiceEvent event) {
        return event.getType() == ServiceEvent.REGISTERED
                && event.getServiceReference().getProperty(Constants.OBJECTCLASS) instanceof String[] types
                && Arrays.asList(types).contains(FACTORY);
    }

    private void add(BundleContext context, ServiceReference<?> reference) {
        Object factory = context.getService(reference);
        try {
            factory.getClass()
                    .getMethod("addHandler", Handler.class, int.class)
                    .invoke(factory, new ErrorAnswers(headTimeout::get), BEFORE_THE_CONTEXTS);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.error("The HTTP server keeps its own error pages, because {} is not as expected", factory, e);
        } finally {
            context.ungetService(reference);
        }
    }
}
