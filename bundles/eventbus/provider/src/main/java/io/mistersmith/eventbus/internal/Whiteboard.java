package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.core.Owner;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes {@link EventHandler} services as their properties say. One that cannot be is refused in one line.
 *
 * <p>A component of its own, so that handlers which use the bus find it there while they are being fetched.
 */
@Component(service = Whiteboard.class, immediate = true)
@SuppressWarnings("rawtypes") // a service's type argument is erased
public final class Whiteboard implements ServiceTrackerCustomizer<EventHandler, Whiteboard.Bound> {

    private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);

    private final Bus bus;
    private final BundleContext context;
    private final ServiceTracker<EventHandler, Bound> tracker;

    /** Called by the component runtime. */
    @Activate
    public Whiteboard(@Reference EventBusCore core, BundleContext context) {
        bus = core.bus();
        this.context = context;
        tracker = new ServiceTracker<>(context, EventHandler.class, this);
    }

    /** After the constructor, because the handlers that are there already are subscribed now. */
    @Activate
    void open() {
        tracker.open();
    }

    @Deactivate
    void close() {
        tracker.close();
    }

    @Override
    public @Nullable Bound addingService(ServiceReference<EventHandler> reference) {
        EventHandler handler = context.getService(reference);
        if (handler == null) {
            LOG.warn(
                    "Handler not subscribed: {}, its service gives no object, see the log of its component",
                    label(reference));
            return null;
        }
        Bound bound = new Bound(handler);
        bound.subscription = subscribe(reference, bound);
        return bound;
    }

    @Override
    public void modifiedService(ServiceReference<EventHandler> reference, Bound bound) {
        end(bound);
        bound.subscription = subscribe(reference, bound);
    }

    @Override
    public void removedService(ServiceReference<EventHandler> reference, Bound bound) {
        end(bound);
        context.ungetService(reference);
    }

    private void end(Bound bound) {
        bus.unrefuse(bound);
        Subscription ending = bound.subscription;
        bound.subscription = null;
        if (ending != null) {
            bus.unsubscribe(ending);
        }
    }

    private @Nullable Subscription subscribe(ServiceReference<EventHandler> reference, Bound bound) {
        EventHandler handler = bound.handler;
        Owner owner = EventBusCore.owner(reference.getBundle());
        try {
            Class<?> payload = PayloadTypes.of(handler.getClass());
            if (payload == null) {
                throw new IllegalArgumentException(
                        "class " + handler.getClass().getName()
                                + " does not name its payload type; implement EventHandler<YourRecord> in a class, not a lambda");
            }
            SubscribeProperties properties = new SubscribeProperties(reference::getProperty);
            return bus.subscribe(owner, name(reference, owner, handler), payload, properties::applyTo, handler);
        } catch (RuntimeException | LinkageError e) { // its types are a plugin's, and may be incomplete
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            LOG.warn("Handler refused: {}: {}", label(reference), reason);
            Object durable = reference.getProperty("bus.durable");
            bus.refuse(
                    bound,
                    owner,
                    name(reference, owner, handler),
                    durable == null ? "" : durable.toString().trim(),
                    reason);
            return null;
        }
    }

    private static String name(ServiceReference<EventHandler> reference, Owner owner, EventHandler handler) {
        Object component = reference.getProperty("component.name");
        String full = component == null ? handler.getClass().getName() : component.toString();
        return owner.name() + ":" + full.substring(full.lastIndexOf('.') + 1);
    }

    private static String label(ServiceReference<EventHandler> reference) {
        Object component = reference.getProperty("component.name");
        return "bundle=" + EventBusCore.owner(reference.getBundle()).label() + ", "
                + (component == null ? "service.id=" + reference.getProperty("service.id") : "component=" + component);
    }

    /** One handler service; changed by the tracker's callbacks only. */
    static final class Bound {

        private final EventHandler handler;
        private volatile @Nullable Subscription subscription;

        private Bound(EventHandler handler) {
            this.handler = handler;
        }
    }
}
