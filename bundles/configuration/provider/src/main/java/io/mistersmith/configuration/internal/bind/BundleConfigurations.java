package io.mistersmith.configuration.internal.bind;

import io.mistersmith.configuration.Configurations;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/**
 * The {@link Configurations} as one bundle sees them: adds who is calling, and knows the types that it bound, so that they are
 * read once and go with the bundle.
 */
public final class BundleConfigurations implements Configurations {

    private final Bindings bindings;
    private final Bundle user;
    private final Map<Class<?>, AnnotationShape<?>> shapes = new ConcurrentHashMap<>();

    public BundleConfigurations(Bindings bindings, Bundle user) {
        this.bindings = bindings;
        this.user = user;
    }

    @Override
    public <C> Live<C> bind(Class<C> type, String pid) {
        return bindings.bind(user, shape(type), pid);
    }

    @Override
    public boolean beginUse(String pid) {
        return bindings.beginUse(pid);
    }

    @SuppressWarnings("unchecked") // each type has its own shape
    private <C> AnnotationShape<C> shape(Class<C> type) {
        return (AnnotationShape<C>) shapes.computeIfAbsent(type, AnnotationShape::of);
    }
}
