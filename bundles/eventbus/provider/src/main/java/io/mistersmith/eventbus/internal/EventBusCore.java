package io.mistersmith.eventbus.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.threads.ThreadPools;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Wiring of the one bus of this container; the work is in {@link Bus}, which knows no OSGi. */
@Component(service = EventBusCore.class, configurationPid = EventBusConfig.PID)
@Designate(ocd = EventBusConfig.class)
public final class EventBusCore {

    private final Bus bus;
    private final BusMeters meters;
    private final BundleContext context;
    private final SynchronousBundleListener stopped = this::bundleChanged;
    private @Nullable EventStore store; // guarded by this
    private @Nullable Consumers consumers; // guarded by this
    private @Nullable ThreadPools threads; // guarded by this
    private @Nullable PayloadCodec codec; // guarded by this
    private @Nullable Metrics metrics; // guarded by this

    /** Called by the component runtime. */
    @Activate
    public EventBusCore(EventBusConfig config, BundleContext context) {
        bus = new Bus(limits(config), Clock.systemUTC(), System::nanoTime, CallMarks.in(folder(context)));
        meters = new BusMeters(bus);
        this.context = context;
        context.addBundleListener(stopped);
    }

    /** Where notes of calls are kept; null if this framework has no folder for data. */
    private static @Nullable Path folder(BundleContext context) {
        String data = context.getProperty("karaf.data");
        return data == null ? null : Path.of(data, "calls");
    }

    /** A new component would drop every queue, so the settings change in place: all valid, or none. */
    @Modified
    void modified(EventBusConfig config) {
        bus.limits(limits(config));
    }

    private static Limits limits(EventBusConfig config) {
        return new Limits(
                config.queue_capacity(),
                Duration.ofMillis(config.slow_handler_ms()),
                Duration.ofMillis(config.linger_ms()),
                config.letters_per_subject(),
                config.letters(),
                Duration.ofMillis(config.stuck_handler_ms()),
                config.read_ahead_bytes(),
                config.read_ahead_total_bytes(),
                config.deaths());
    }

    @Deactivate
    void close() {
        context.removeBundleListener(stopped);
        meters.close();
        bus.close();
    }

    Bus bus() {
        return bus;
    }

    EventBus of(Bundle user) {
        BundleContext life = user.getBundleContext(); // another one after each start, none before STOPPED is told
        return bus.of(owner(user), () -> life != null && life.equals(user.getBundleContext()));
    }

    static Owner owner(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return new Owner(
                name == null ? "bundle-" + bundle.getBundleId() : name,
                bundle.getVersion().toString());
    }

    /**
     * Says what is wrong with a text that should be JSON.
     *
     * @throws PayloadException if it is not
     */
    public void checkJson(String json) {
        PayloadCodec now = codec();
        if (now != null) {
            now.decode(json, Object.class);
        }
    }

    /** The payload as JSON, or as text when it cannot be written. */
    public String json(Object payload) {
        PayloadCodec now = codec();
        try {
            return now == null ? String.valueOf(payload) : now.encode(payload);
        } catch (PayloadException e) {
            return String.valueOf(payload);
        }
    }

    /** For use outside the lock: a codec calls a plugin's payloads. */
    private synchronized @Nullable PayloadCodec codec() {
        return codec;
    }

    private void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            bus.closeAll(owner(event.getBundle()));
        }
    }

    // The old service may go before or after the new one comes, so who goes is compared.

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindThreads(ThreadPools came) {
        threads = came;
        bus.threads(came);
        meters.restart();
    }

    synchronized void unbindThreads(ThreadPools went) {
        if (threads == went) {
            threads = null;
            bus.threads(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindCodec(PayloadCodec came) {
        codec = came;
        bus.codec(came);
    }

    synchronized void unbindCodec(PayloadCodec went) {
        if (codec == went) {
            codec = null;
            bus.codec(null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindStore(EventStore came) {
        store = came;
        bus.store(store, consumers);
    }

    synchronized void unbindStore(EventStore went) {
        if (store == went) {
            store = null;
            bus.store(null, consumers);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindConsumers(Consumers came) {
        consumers = came;
        bus.store(store, consumers);
    }

    synchronized void unbindConsumers(Consumers went) {
        if (consumers == went) {
            consumers = null;
            bus.store(store, null);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindMetrics(Metrics came) {
        metrics = came;
        meters.metrics(came);
    }

    synchronized void unbindMetrics(Metrics went) {
        if (metrics == went) {
            metrics = null;
            meters.metrics(null);
        }
    }
}
