package io.mistersmith.pools.internal;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Follows the best service whose property has a value, and tells when it is another. Thread-safe. */
public final class BestService<S> {

    private final BundleContext context;
    private final String type;
    private final String key;
    private final Consumer<@Nullable S> user;
    private @Nullable ServiceTracker<S, S> tracker; // guarded by this
    private @Nullable String followed; // guarded by this
    private @Nullable S told; // guarded by this

    /**
     * Follows nothing yet.
     *
     * @param type class of the service
     * @param key the property that has to have the value
     * @param user hears of each other service, and of null when there is none; must be quick
     */
    public BestService(BundleContext context, String type, String key, Consumer<@Nullable S> user) {
        this.context = context;
        this.type = type;
        this.key = key;
        this.user = user;
    }

    /** From now on services with this value. */
    public synchronized void follow(String name) {
        if (name.equals(followed)) {
            return;
        }
        close();
        followed = name;
        Tracker now = new Tracker(context, filter(name));
        tracker = now;
        now.open();
    }

    /** It hears nothing more. */
    public synchronized void close() {
        ServiceTracker<?, ?> old = tracker;
        tracker = null;
        followed = null;
        if (old != null) {
            old.close();
        }
    }

    private Filter filter(String wanted) {
        String escaped = wanted.replaceAll("[\\\\*()]", "\\\\$0");
        try {
            return context.createFilter("(&(objectClass=" + type + ")(" + key + "=" + escaped + "))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("\"" + wanted + "\" cannot be looked for", e);
        }
    }

    private synchronized void tell(@Nullable S now) {
        if (now != told) {
            told = now;
            user.accept(now);
        }
    }

    private final class Tracker extends ServiceTracker<S, S> {

        Tracker(BundleContext from, Filter filter) {
            super(from, filter, null);
        }

        @Override
        public S addingService(ServiceReference<S> reference) {
            S came = super.addingService(reference);
            ServiceReference<S> best = getServiceReference();
            if (best == null || reference.compareTo(best) > 0) {
                tell(came);
            }
            return came;
        }

        @Override
        public void removedService(ServiceReference<S> reference, S went) {
            tell(getService());
            super.removedService(reference, went);
        }
    }
}
