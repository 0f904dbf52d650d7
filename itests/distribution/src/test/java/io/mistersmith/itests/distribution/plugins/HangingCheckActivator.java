package io.mistersmith.itests.distribution.plugins;

import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Brings a check that is ready's business and never answers. */
public final class HangingCheckActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        HealthCheck check = () -> {
            Endless.run();
            return new Result(Result.Status.OK, "never said");
        };
        context.registerService(
                HealthCheck.class,
                check,
                new Hashtable<>(Map.of(HealthCheck.NAME, "printer", HealthCheck.TAGS, "ready")));
    }

    @Override
    public void stop(BundleContext context) {}
}
