package io.mistersmith.eventbus.internal.core;

import io.mistersmith.event.Event;
import io.mistersmith.event.EventType;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.PayloadType;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which events a handler takes, and in which class it wants their payloads. Immutable. */
public final class Shape {

    private final Class<?> root;
    private final boolean envelope;
    private final Map<String, Class<?>> classes;
    private final List<TypePattern> types;

    private Shape(Class<?> root, boolean envelope, Map<String, Class<?>> classes, List<TypePattern> types) {
        this.root = root;
        this.envelope = envelope;
        this.classes = classes;
        this.types = types;
    }

    /**
     * What a handler of this payload type takes.
     *
     * @param payload a record that names its event type, a sealed interface of such records, or {@link Event}
     * @param types empty: those that the payload type names
     * @throws IllegalArgumentException if it is none of those, or it is {@link Event} without types
     */
    public static Shape of(Class<?> payload, List<TypePattern> types, @Nullable PayloadCodec codec) {
        if (payload == Event.class) {
            if (types.isEmpty()) {
                throw new IllegalArgumentException(
                        "types is empty: a handler of Event<?> must name the types it takes");
            }
            return new Shape(payload, true, Map.of(), types);
        }
        Map<String, Class<?>> classes = new HashMap<>();
        collect(payload, codec, classes);
        List<TypePattern> named = new ArrayList<>(types);
        if (types.isEmpty()) {
            classes.keySet().stream().sorted().map(TypePattern::new).forEach(named::add);
        }
        return new Shape(payload, false, Map.copyOf(classes), List.copyOf(named));
    }

    private static void collect(Class<?> payload, @Nullable PayloadCodec codec, Map<String, Class<?>> classes) {
        if (payload.isSealed() && payload.isInterface()) {
            for (Class<?> permitted : payload.getPermittedSubclasses()) {
                collect(permitted, codec, classes);
            }
        } else if (!payload.isRecord()) {
            throw new IllegalArgumentException("payload type " + payload.getName()
                    + " is neither a record, nor a sealed interface of records, nor Event");
        } else {
            classes.put(typeOf(payload, codec).name(), payload);
        }
    }

    /**
     * The event type that a payload class names.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static PayloadType typeOf(Class<?> payload, @Nullable PayloadCodec codec) {
        if (codec != null) {
            return codec.typeOf(payload);
        }
        EventType type = payload.getAnnotation(EventType.class);
        if (type == null) {
            throw new IllegalArgumentException("class " + payload.getName() + " has no @EventType");
        }
        return new PayloadType(type.value(), type.version());
    }

    /** What it takes, as text. */
    public List<String> typeNames() {
        return types.stream().map(TypePattern::text).toList();
    }

    /** Whether it takes this type. */
    public boolean takes(String type) {
        for (TypePattern pattern : types) {
            if (pattern.matches(type)) {
                return envelope || root.isRecord() || classes.containsKey(type);
            }
        }
        return false;
    }

    /**
     * What to call the handler with: the payload itself if it is of the right class, else a converted copy.
     *
     * @param codec asked only when something must be converted
     * @throws PayloadException if it does not fit the handler's class
     * @throws BusUnavailableException if it must be converted and there is no codec
     */
    public Object argument(Event<?> event, Supplier<@Nullable PayloadCodec> codec) {
        if (envelope) {
            return event;
        }
        Object payload = event.payload();
        return root.isInstance(payload) ? payload : converted(event, payload, codec.get());
    }

    private Object converted(Event<?> event, Object payload, @Nullable PayloadCodec codec) {
        Class<?> wanted = classes.getOrDefault(event.type(), root);
        if (event instanceof StoredEvent stored) {
            return stored.as(wanted);
        }
        if (codec == null) {
            throw new BusUnavailableException("no payload codec to convert " + event.type());
        }
        String json = payload instanceof JsonPayload already ? already.json() : codec.encode(payload);
        return codec.decode(json, wanted);
    }
}
