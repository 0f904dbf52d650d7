package io.mistersmith.itests.distribution.plugins;

import io.mistersmith.eventbus.EventHandler;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Brings a handler whose payload is no event, so that the bus refuses it. */
public final class RefusedHandlerActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        context.registerService(
                EventHandler.class, new RefusedHandler(), new Hashtable<>(Map.of("component.name", "refused.handler")));
    }

    @Override
    public void stop(BundleContext context) {}
}
