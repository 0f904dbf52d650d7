package io.mistersmith.resilience.internal;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.resilience.RetryBudget;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import io.mistersmith.resilience.internal.retry.Budgets;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** All instances there are, and their services: each bundle that asks gets an object of its own, for what it listens to. */
@Component(service = Instances.class, configurationPid = "io.mistersmith.resilience")
public final class Instances {

    private final BundleContext context;
    private final Budgets budgets = new Budgets();
    private final Map<Instance<?>, ServiceRegistration<?>> services = new ConcurrentHashMap<>();

    @Activate
    public Instances(BundleContext context) {
        this.context = context;
    }

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
    }

    void remove(Instance<?> instance) {
        ServiceRegistration<?> service = services.remove(instance);
        if (service != null) {
            service.unregister();
        }
    }

    /** Told by breakers, on the thread of the call. */
    void changed(String breaker, CircuitBreaker.State before, CircuitBreaker.State now) {}

    /** By kind and name. */
    public List<Instance<?>> all() {
        return sorted(services.keySet().stream());
    }

    private static List<Instance<?>> sorted(Stream<Instance<?>> instances) {
        return instances
                .sorted(Comparator.<Instance<?>, Kind>comparing(Instance::kind).thenComparing(Instance::name))
                .toList();
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
