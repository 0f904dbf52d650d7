package io.mistersmith.pools.internal.generic;

import io.mistersmith.pools.ResourceFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Follows the best factory of a name, and tells when it is another. Thread-safe. */
final class FactoryTracker {

    private final BundleContext context;
    private final Consumer<@Nullable ResourceFactory<Object>> user;
    private @Nullable ServiceTracker<ResourceFactory<Object>, ResourceFactory<Object>> tracker; // guarded by this
    private @Nullable String followed; // guarded by this
    private @Nullable ResourceFactory<Object> told; // guarded by this

    FactoryTracker(BundleContext context, Consumer<@Nullable ResourceFactory<Object>> user) {
        this.context = context;
        this.user = user;
    }

    /** From now on factories of this name. */
    synchronized void follow(String name) {
        if (name.equals(followed)) {
            return;
        }
        close();
        followed = name;
        Tracker now = new Tracker(context, filter(name));
        tracker = now;
        now.open();
    }

    synchronized void close() {
        ServiceTracker<?, ?> old = tracker;
        tracker = null;
        followed = null;
        if (old != null) {
            old.close();
        }
    }

    private Filter filter(String name) {
        String value = name.replaceAll("[\\\\*()]", "\\\\$0");
        try {
            return context.createFilter("(&(objectClass=" + ResourceFactory.class.getName() + ")("
                    + ResourceFactory.NAME + "=" + value + "))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("factory=\"" + name + "\" cannot be looked for", e);
        }
    }

    private synchronized void tell(@Nullable ResourceFactory<Object> now) {
        if (now != told) {
            told = now;
            user.accept(now);
        }
    }

    private final class Tracker extends ServiceTracker<ResourceFactory<Object>, ResourceFactory<Object>> {

        Tracker(BundleContext from, Filter filter) {
            super(from, filter, null);
        }

        @Override
        public ResourceFactory<Object> addingService(ServiceReference<ResourceFactory<Object>> reference) {
            ResourceFactory<Object> came = super.addingService(reference);
            ServiceReference<ResourceFactory<Object>> best = getServiceReference();
            if (best == null || reference.compareTo(best) > 0) {
                tell(came);
            }
            return came;
        }

        @Override
        public void removedService(ServiceReference<ResourceFactory<Object>> reference, ResourceFactory<Object> went) {
            tell(getService());
            super.removedService(reference, went);
        }
    }
}
