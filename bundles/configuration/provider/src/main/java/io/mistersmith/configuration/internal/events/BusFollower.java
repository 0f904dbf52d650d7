package io.mistersmith.configuration.internal.events;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives refused settings to the event bus while there is one. By name: its packages may come long after this bundle. */
public final class BusFollower extends ServiceTracker<Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(BusFollower.class);
    private static final String BUS = "io.mistersmith.eventbus.EventBus";

    private final Rejections rejections;

    public BusFollower(BundleContext context, Rejections rejections) {
        super(context, BUS, null);
        this.rejections = rejections;
    }

    @Override
    public Object addingService(ServiceReference<Object> reference) {
        Object bus = super.addingService(reference);
        try {
            rejections.publisher(new BusPublisher(bus));
        } catch (LinkageError | ClassCastException e) {
            LOG.warn("Refused settings are not published: this event bus is of another version", e);
        }
        return bus;
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Object bus) {
        rejections.publisher(null);
        super.removedService(reference, bus);
    }
}
