package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.PayloadType;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PayloadCodec} on Jackson; knows no OSGi, so tests and tools make one with {@code new}.
 *
 * <p>What is known of a class hangs on the class itself, so it can go with its loader, and this codec refers to loaders
 * and classes weakly. {@link #close} takes it off again, so that a plugin's class does not keep this provider's loader.
 */
public final class JacksonPayloadCodec implements PayloadCodec, AutoCloseable {

    private final ClassValue<PayloadClass> classes = new ClassValue<>() {
        @Override
        protected PayloadClass computeValue(Class<?> type) {
            known.add(type);
            return new PayloadClass(type, mapperOf(type.getClassLoader()));
        }
    };

    private final Set<Class<?>> known = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final LoaderMapper platform = new LoaderMapper();
    /** Guarded by itself. The values are kept alive by the classes of their loader. */
    private final Map<ClassLoader, WeakReference<LoaderMapper>> loaders = new WeakHashMap<>();

    @Override
    public PayloadType typeOf(Class<?> payloadClass) {
        return classes.get(payloadClass).type();
    }

    @Override
    public <T> Map<String, Class<? extends T>> typesOf(Class<T> payloadClass) {
        return PayloadClass.typesOf(payloadClass, this::typeOf);
    }

    @Override
    public @Nullable String subjectOf(Object payload) {
        return classes.get(payload.getClass()).subjectOf(payload);
    }

    @Override
    public String encode(Object payload) {
        Objects.requireNonNull(payload, "payload");
        if (payload instanceof JsonPayload json) {
            return json.json();
        }
        Class<?> type = payload.getClass();
        String json;
        try {
            json = mapper(type).writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw JsonErrors.payload(type, e);
        } catch (StackOverflowError e) {
            throw new PayloadException(type.getName(), "", "contains itself", e);
        }
        int half = JsonErrors.halfSurrogate(json);
        if (half >= 0) {
            throw new PayloadException(
                    type.getName(),
                    "",
                    "holds half of a surrogate pair, which is no character, near " + JsonErrors.near(json, half),
                    new IllegalArgumentException(type.getName()));
        }
        return json;
    }

    @Override
    public <T> T decode(String json, Class<T> payloadClass) {
        if (payloadClass == JsonPayload.class) {
            return payloadClass.cast(new JsonPayload(json));
        }
        T payload;
        try {
            payload = mapper(payloadClass).readValue(json, payloadClass);
        } catch (JsonProcessingException e) {
            throw JsonErrors.payload(payloadClass, e);
        }
        if (payload == null) {
            throw new PayloadException(
                    payloadClass.getName(), "", "is null", new IllegalArgumentException(payloadClass.getName()));
        }
        return payload;
    }

    @Override
    public boolean same(String json, String other) {
        return CanonicalJson.same(json, other);
    }

    /** Forgets what was built for the classes of a loader; it is built again if they are used again. */
    public void drop(ClassLoader loader) {
        LoaderMapper dropped;
        synchronized (loaders) {
            WeakReference<LoaderMapper> reference = loaders.remove(loader);
            dropped = reference == null ? null : reference.get();
        }
        if (dropped != null) {
            dropped.drop();
        }
        // A List.class of a plugin's records is written by the platform's mapper, which then knows those records.
        platform.drop();
    }

    /** Takes everything off the classes. The codec stays usable, and would put it on again. */
    @Override
    public void close() {
        synchronized (known) {
            known.forEach(classes::remove);
            known.clear();
        }
        synchronized (loaders) {
            loaders.clear();
        }
        platform.drop();
    }

    private ObjectMapper mapper(Class<?> type) {
        return classes.get(type).mapper();
    }

    private LoaderMapper mapperOf(@Nullable ClassLoader loader) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return platform;
        }
        synchronized (loaders) {
            WeakReference<LoaderMapper> reference = loaders.get(loader);
            LoaderMapper mapper = reference == null ? null : reference.get();
            if (mapper == null) {
                mapper = new LoaderMapper();
                loaders.put(loader, new WeakReference<>(mapper));
            }
            return mapper;
        }
    }
}
