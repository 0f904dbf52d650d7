package io.mistersmith.health.internal.execution;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** A service of a bundle with these properties. */
final class FakeService implements ServiceReference<HealthCheck> {

    static final Bundle OWN = bundle("health");
    static final Bundle SHOP = bundle("shop");

    private static final AtomicLong IDS = new AtomicLong();

    private final Bundle bundle;
    private final Map<String, Object> properties = new HashMap<>();

    FakeService(Bundle bundle, String name, Map<String, ?> more, String... tags) {
        this.bundle = bundle;
        properties.put(Constants.SERVICE_ID, IDS.incrementAndGet());
        properties.put(HealthCheck.NAME, name);
        properties.put(HealthCheck.TAGS, tags);
        properties.putAll(more);
    }

    private static Bundle bundle(String name) {
        return (Bundle) Proxy.newProxyInstance(
                FakeService.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "getSymbolicName" -> name;
                    case "equals" -> proxy == given[0];
                    case "hashCode" -> name.hashCode();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    Description described() {
        return Description.of(this, OWN);
    }

    /** The same service with another property. */
    FakeService set(String key, Object value) {
        properties.put(key, value);
        return this;
    }

    @Override
    public @Nullable Object getProperty(String key) {
        return properties.get(key);
    }

    @Override
    public String[] getPropertyKeys() {
        return properties.keySet().toArray(String[]::new);
    }

    @Override
    public Bundle getBundle() {
        return bundle;
    }

    @Override
    public Bundle[] getUsingBundles() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAssignableTo(Bundle user, String className) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Object other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dictionary<String, Object> getProperties() {
        return new Hashtable<>(properties);
    }

    @Override
    public <A> A adapt(Class<A> type) {
        throw new UnsupportedOperationException();
    }
}
