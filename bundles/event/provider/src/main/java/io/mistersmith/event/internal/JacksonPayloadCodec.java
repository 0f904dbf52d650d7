package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.PayloadType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
    private final ReadBack readBack = new ReadBack(type -> classes.get(type).accessors());
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
        Class<?> type = payload instanceof Enum<?> constant ? constant.getDeclaringClass() : payload.getClass();
        String json = write(payload, type);
        checkReadBack(payload, type, json);
        return json;
    }

    @Override
    public <T> T decode(String json, Class<T> payloadClass) {
        return payloadClass == JsonPayload.class ? payloadClass.cast(new JsonPayload(json)) : read(json, payloadClass);
    }

    private String write(Object payload, Class<?> type) {
        ObjectMapper mapper = mapper(type);
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new StrictGenerator(mapper.createGenerator(text), Mappers.MAX_NAME)) {
            mapper.writeValue(generator, payload);
        } catch (JsonProcessingException e) {
            throw JsonErrors.payload(type, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing but memory is written to
        } catch (StackOverflowError e) {
            throw new PayloadException(type.getName(), "", "contains itself", null);
        }
        if (text.getBuffer().length() > Mappers.MAX_TEXT) {
            throw new PayloadException(
                    type.getName(),
                    "",
                    "has " + text.getBuffer().length() + " characters as JSON, allowed are " + Mappers.MAX_TEXT,
                    null);
        }
        return text.toString();
    }

    /** A payload that was accepted must reach its handlers as it was, so it is read once before it is kept. */
    private void checkReadBack(Object payload, Class<?> type, String json) {
        String path;
        try {
            path = readBack.difference(payload, read(json, type));
        } catch (PayloadException e) {
            throw new PayloadException(type.getName(), e.path(), "could not be read back: " + e.reason(), e.getCause());
        } catch (RuntimeException | StackOverflowError e) {
            throw new PayloadException(type.getName(), "", "could not be compared: its equals threw " + e, e);
        }
        if (path != null) {
            throw new PayloadException(
                    type.getName(), path, "would be read back as another value than the one written", null);
        }
    }

    private <T> T read(String json, Class<T> type) {
        ObjectMapper mapper = mapper(type);
        T payload;
        try (JsonParser parser = new StrictParser(mapper.createParser(json))) {
            try {
                payload = mapper.readValue(parser, type);
            } catch (JsonProcessingException e) {
                throw JsonErrors.payload(type, e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing but memory is read
        }
        if (payload == null) {
            throw new PayloadException(type.getName(), "", "is null", null);
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
