package io.mistersmith.metrics.internal;

import io.mistersmith.threads.ThreadPools;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Pool {@code io}, obtained when it is needed first. Not a reference of the component: {@code threads} needs metrics while it is
 * activated, and each would wait for the other. Thread-safe.
 */
final class LatePools
        implements Supplier<@Nullable Executor>,
                ServiceTrackerCustomizer<ThreadPools, ServiceReference<ThreadPools>>,
                AutoCloseable {

    private final BundleContext context;
    private final ServiceTracker<ThreadPools, ServiceReference<ThreadPools>> tracker;
    private @Nullable ServiceReference<ThreadPools> obtained; // both guarded by this
    private @Nullable Executor pool;

    LatePools(BundleContext context) {
        this.context = context;
        tracker = new ServiceTracker<>(context, ThreadPools.class, this);
        tracker.open();
    }

    /** The pool now; null if there is none. */
    @Override
    public @Nullable Executor get() {
        ServiceReference<ThreadPools> now = tracker.getService();
        synchronized (this) {
            if (now == null) {
                return null;
            }
            if (now.equals(obtained)) {
                return pool;
            }
        }
        ThreadPools service = context.getService(now); // without the lock: it may activate a component
        synchronized (this) {
            obtained = service == null ? null : now;
            pool = service == null ? null : service.io();
            return pool;
        }
    }

    @Override
    public ServiceReference<ThreadPools> addingService(ServiceReference<ThreadPools> reference) {
        return reference;
    }

    @Override
    public void modifiedService(ServiceReference<ThreadPools> reference, ServiceReference<ThreadPools> same) {}

    @Override
    public synchronized void removedService(
            ServiceReference<ThreadPools> reference, ServiceReference<ThreadPools> same) {
        if (reference.equals(obtained)) {
            obtained = null;
            pool = null;
        }
        context.ungetService(reference);
    }

    @Override
    public void close() {
        tracker.close();
    }
}
