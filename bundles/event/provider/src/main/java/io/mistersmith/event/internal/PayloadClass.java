package io.mistersmith.event.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mistersmith.event.AttributeText;
import io.mistersmith.event.EventType;
import io.mistersmith.event.EventTypes;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.PayloadType;
import io.mistersmith.event.Subject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of one payload class. Hangs on the class, which it therefore may hold. */
final class PayloadClass {

    private final LoaderMapper mapper;
    private final @Nullable PayloadType type;
    private final @Nullable Method subject;
    private final List<Method> accessors;
    /** Why the class is no payload; null when it is one. */
    private final @Nullable String problem;

    PayloadClass(Class<?> payloadClass, LoaderMapper mapper) {
        this.mapper = mapper;
        accessors = accessors(payloadClass);
        PayloadType found = null;
        Method accessor = null;
        String wrong = null;
        try {
            accessor = subject(payloadClass);
            found = type(payloadClass);
        } catch (IllegalArgumentException e) {
            wrong = Objects.requireNonNull(e.getMessage());
        }
        type = found;
        subject = accessor;
        problem = wrong;
    }

    ObjectMapper mapper() {
        return mapper.get();
    }

    /** Of a record's components, in their order; none when it is no record. */
    List<Method> accessors() {
        return accessors;
    }

    PayloadType type() {
        if (type == null) {
            throw new IllegalArgumentException(problem);
        }
        return type;
    }

    @Nullable
    String subjectOf(Object payload) {
        if (subject == null) {
            return null;
        }
        @Nullable String value;
        try {
            Object component = subject.invoke(payload);
            value = component == null ? null : component.toString();
        } catch (InvocationTargetException | IllegalAccessException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PayloadException(
                    payload.getClass().getName(), subject.getName(), "its accessor threw " + cause, cause);
        }
        // The store limits its length.
        String wrong = value == null || value.isEmpty() ? null : AttributeText.problem(value, Integer.MAX_VALUE);
        if (wrong != null) {
            throw new PayloadException(
                    payload.getClass().getName(), subject.getName(), "as a subject it " + wrong, null);
        }
        return value;
    }

    /** The records that a payload class stands for, by event type: itself, or those of a sealed interface. */
    static <T> Map<String, Class<? extends T>> typesOf(Class<T> payloadClass, Function<Class<?>, PayloadType> typeOf) {
        if (!payloadClass.isSealed()) {
            return Map.of(typeOf.apply(payloadClass).name(), payloadClass);
        }
        Map<String, Class<? extends T>> types = new LinkedHashMap<>();
        for (Class<?> leaf : leaves(payloadClass)) {
            String name = typeOf.apply(leaf).name();
            Class<? extends T> other = types.put(name, leaf.asSubclass(payloadClass));
            if (other != null) {
                throw new IllegalArgumentException("@EventType(\"" + name + "\") is on " + other.getName() + " and on "
                        + leaf.getName() + ", which are both " + payloadClass.getName());
            }
        }
        return Map.copyOf(types);
    }

    /** The classes below a sealed one that are not sealed themselves, in the order of their declaration. */
    static List<Class<?>> leaves(Class<?> sealed) {
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                leaves.addAll(leaves(permitted));
            } else {
                leaves.add(permitted);
            }
        }
        return leaves;
    }

    private static PayloadType type(Class<?> payloadClass) {
        EventType annotation = payloadClass.getAnnotation(EventType.class);
        if (annotation == null) {
            throw new IllegalArgumentException(
                    "class " + payloadClass.getName() + " names no event type: it has no @EventType");
        }
        String place = "@EventType(\"" + annotation.value() + "\") on " + payloadClass.getName();
        if (!payloadClass.isRecord()) {
            throw new IllegalArgumentException(place + ": the class is not a record");
        }
        String wrong = EventTypes.problem(annotation.value());
        if (wrong != null) {
            throw new IllegalArgumentException(place + ": " + wrong);
        }
        if (annotation.version() < 1) {
            throw new IllegalArgumentException(place + ": version=" + annotation.version() + " is below 1");
        }
        return new PayloadType(annotation.value(), annotation.version());
    }

    private static List<Method> accessors(Class<?> payloadClass) {
        List<Method> accessors = new ArrayList<>();
        if (payloadClass.isRecord()) {
            for (RecordComponent component : payloadClass.getRecordComponents()) {
                component.getAccessor().setAccessible(true); // the record need not be public
                accessors.add(component.getAccessor());
            }
        }
        return List.copyOf(accessors);
    }

    private static @Nullable Method subject(Class<?> payloadClass) {
        Method found = null;
        if (!payloadClass.isRecord()) {
            return null;
        }
        for (RecordComponent component : payloadClass.getRecordComponents()) {
            if (component.isAnnotationPresent(Subject.class)) {
                if (found != null) {
                    throw new IllegalArgumentException("@Subject is on two components of " + payloadClass.getName()
                            + ": " + found.getName() + " and " + component.getName());
                }
                found = component.getAccessor();
                found.setAccessible(true); // the record need not be public
            }
        }
        return found;
    }
}
