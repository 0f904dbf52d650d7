package io.mistersmith.threads.internal;

import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import io.mistersmith.threads.PoolThread;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Wiring of the pools as operators see them; the work is in {@link MonitoredPools}. */
@Component
public final class PoolMonitorProvider implements PoolMonitor {

    private final PoolMonitor monitor;

    @Activate
    public PoolMonitorProvider(@Reference ThreadsCore core, BundleContext context) {
        String home = context.getProperty("mistersmith.home.name");
        monitor = core.monitored(etc(context), home == null ? "etc" : home.replaceFirst("^\\./", "") + "/etc");
    }

    private static Path etc(BundleContext context) {
        @Nullable String etc = context.getProperty("karaf.etc");
        return Path.of(etc == null ? "etc" : etc);
    }

    @Override
    public List<PoolStatus> pools() {
        return monitor.pools();
    }

    @Override
    public List<PoolThread> threads(String pool) {
        return monitor.threads(pool);
    }

    @Override
    public PoolStatus resize(String pool, int size) throws InterruptedException {
        return monitor.resize(pool, size);
    }
}
