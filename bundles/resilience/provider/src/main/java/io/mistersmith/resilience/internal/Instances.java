package io.mistersmith.resilience.internal;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.resilience.RetryBudget;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import io.mistersmith.resilience.internal.core.Overview;
import io.mistersmith.resilience.internal.retry.Budgets;
import io.mistersmith.threads.ThreadPools;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** All instances there are, and their services: each bundle that asks gets an object of its own, for what it listens to. */
@Component(
        service = {Instances.class, Overview.class},
        configurationPid = "io.mistersmith.resilience")
public final class Instances implements Overview {

    private final BundleContext context;
    private final Budgets budgets = new Budgets();
    private final BreakerEvents events = new BreakerEvents();
    private final Map<Instance<?>, ServiceRegistration<?>> services = new ConcurrentHashMap<>();
    private final Map<Instance<?>, InstanceMetrics> measured = new HashMap<>(); // guarded by itself
    private @Nullable Metrics metrics; // guarded by measured

    @Activate
    public Instances(BundleContext context) {
        this.context = context;
    }

    /** Nothing here is configured but what the guard takes care of; without this a change would make all services anew. */
    @Modified
    void modified() {}

    @Deactivate
    void close() {
        services.keySet().forEach(this::remove);
    }

    Budgets budgets() {
        return budgets;
    }

    <T> void add(Class<T> type, Instance<T> instance) {
        Hashtable<String, Object> properties = new Hashtable<>(Map.of(RetryBudget.NAME, instance.name()));
        services.put(instance, context.registerService(type, new Views<>(instance), properties));
        synchronized (measured) {
            measure(instance);
        }
    }

    void remove(Instance<?> instance) {
        ServiceRegistration<?> service = services.remove(instance);
        if (service != null) {
            service.unregister();
        }
        synchronized (measured) {
            forget(instance);
        }
    }

    /** Told by breakers, on the thread of the call. */
    void changed(String breaker, CircuitBreaker.State before, CircuitBreaker.State now) {
        events.changed(breaker, before, now);
    }

    @Override
    public List<Instance<?>> all() {
        return sorted(services.keySet().stream());
    }

    private static List<Instance<?>> sorted(Stream<Instance<?>> instances) {
        return instances
                .sorted(Comparator.<Instance<?>, Kind>comparing(Instance::kind).thenComparing(Instance::name))
                .toList();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBus(EventBus service) {
        events.bus = service;
    }

    void unbindBus(EventBus service) {
        if (events.bus == service) {
            events.bus = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindThreads(ThreadPools service) {
        events.threads(service);
    }

    void unbindThreads(ThreadPools service) {
        events.withoutThreads(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics service) {
        synchronized (measured) {
            List.copyOf(measured.keySet()).forEach(this::forget);
            metrics = service;
            services.keySet().forEach(this::measure);
        }
    }

    void unbindMetrics(Metrics service) {
        synchronized (measured) {
            if (metrics == service) {
                List.copyOf(measured.keySet()).forEach(this::forget);
                metrics = null;
            }
        }
    }

    private void measure(Instance<?> instance) {
        Metrics service = metrics;
        if (service != null && services.containsKey(instance) && !measured.containsKey(instance)) {
            measured.put(instance, new InstanceMetrics(service, instance));
        }
    }

    private void forget(Instance<?> instance) {
        InstanceMetrics old = measured.remove(instance);
        if (old != null) {
            old.close();
        }
    }

    /** The name of an instance is what follows the tilde of its PID. */
    static String nameOf(Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        return pid.substring(pid.indexOf('~') + 1);
    }

    private record Views<T>(Instance<T> instance) implements ServiceFactory<T> {

        @Override
        public T getService(Bundle user, ServiceRegistration<T> service) {
            return instance.view();
        }

        @Override
        public void ungetService(Bundle user, ServiceRegistration<T> service, T view) {
            instance.drop(view);
        }
    }
}
