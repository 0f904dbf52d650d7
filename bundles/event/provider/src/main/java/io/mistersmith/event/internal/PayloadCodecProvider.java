package io.mistersmith.event.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadType;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/** Wiring of {@link JacksonPayloadCodec}: what it knows of a bundle's classes goes when the bundle stops. */
@Component(service = PayloadCodec.class, configurationPid = "io.mistersmith.event")
public final class PayloadCodecProvider implements PayloadCodec, BundleListener {

    private final JacksonPayloadCodec codec = new JacksonPayloadCodec();
    private final BundleContext context;

    /** Begins to listen. */
    @Activate
    public PayloadCodecProvider(BundleContext context) {
        this.context = context;
        context.addBundleListener(this);
    }

    /** The keys that every part takes are read by others; without this, a change of one would make a new component. */
    @Modified
    void modified() {}

    @Deactivate
    void close() {
        context.removeBundleListener(this);
        codec.close();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            BundleWiring wiring = event.getBundle().adapt(BundleWiring.class);
            ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
            if (loader != null) {
                codec.drop(loader);
            }
        }
    }

    @Override
    public PayloadType typeOf(Class<?> payloadClass) {
        return codec.typeOf(payloadClass);
    }

    @Override
    public <T> Map<String, Class<? extends T>> typesOf(Class<T> payloadClass) {
        return codec.typesOf(payloadClass);
    }

    @Override
    public @Nullable String subjectOf(Object payload) {
        return codec.subjectOf(payload);
    }

    @Override
    public String encode(Object payload) {
        return codec.encode(payload);
    }

    @Override
    public <T> T decode(String json, Class<T> payloadClass) {
        return codec.decode(json, payloadClass);
    }

    @Override
    public boolean same(String json, String other) {
        return codec.same(json, other);
    }
}
