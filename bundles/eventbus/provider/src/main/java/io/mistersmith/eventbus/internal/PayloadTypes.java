package io.mistersmith.eventbus.internal;

import io.mistersmith.eventbus.EventHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from a handler's class which payload type it handles. */
final class PayloadTypes {

    private PayloadTypes() {}

    /** The class that stands for {@code T} of {@link EventHandler}; null when the class does not tell, as a lambda's. */
    static @Nullable Class<?> of(Class<?> handler) {
        return find(handler, new HashMap<>());
    }

    private static @Nullable Class<?> find(Type type, Map<TypeVariable<?>, Type> bound) {
        Class<?> raw;
        if (type instanceof ParameterizedType parameterized) {
            raw = (Class<?>) parameterized.getRawType();
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                bound.put(variables[i], parameterized.getActualTypeArguments()[i]);
            }
        } else if (type instanceof Class<?> plain) {
            raw = plain;
        } else {
            return null;
        }
        if (raw == EventHandler.class) {
            return erased(bound.get(EventHandler.class.getTypeParameters()[0]), bound);
        }
        for (Type above : raw.getGenericInterfaces()) {
            Class<?> found = find(above, bound);
            if (found != null) {
                return found;
            }
        }
        Type superclass = raw.getGenericSuperclass();
        return superclass == null ? null : find(superclass, bound);
    }

    private static @Nullable Class<?> erased(@Nullable Type type, Map<TypeVariable<?>, Type> bound) {
        Type now = type;
        for (int i = 0; now instanceof TypeVariable<?> variable && i < 16; i++) {
            now = bound.get(variable);
        }
        if (now instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        return now instanceof Class<?> plain && plain != Object.class ? plain : null;
    }
}
