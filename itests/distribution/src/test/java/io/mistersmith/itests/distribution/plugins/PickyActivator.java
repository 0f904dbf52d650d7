package io.mistersmith.itests.distribution.plugins;

import io.mistersmith.configuration.Configurations;
import io.mistersmith.configuration.DrainHook;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Holds changes of the gateway's window up for ever, others not at all, and refuses a window of 13. */
public final class PickyActivator implements BundleActivator {

    private static final String PID = "io.mistersmith.gateway";
    private static final int REFUSED = 13;

    @Override
    public void start(BundleContext context) {
        DrainHook hook = (pid, keys) ->
                keys.contains("window") ? new CompletableFuture<>() : CompletableFuture.completedStage(null);
        context.registerService(DrainHook.class, hook, new Hashtable<>(Map.of(DrainHook.PID, PID)));
        context.getService(context.getServiceReference(Configurations.class))
                .bind(WindowConfig.class, PID)
                .onChange((before, now, keys) -> {
                    if (now.window() == REFUSED) {
                        throw new IllegalStateException("no luck in it");
                    }
                });
    }

    @Override
    public void stop(BundleContext context) {}
}
