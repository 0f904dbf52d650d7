package io.mistersmith.sourcing.internal;

import io.mistersmith.sourcing.Projection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type arguments of a projection's class: they are erased from the object, and read from its generic supertypes.
 *
 * @param payload what it takes
 * @param value what its rows hold
 */
record ProjectionTypes(Class<?> payload, Class<?> value) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    /**
     * Reads those of a projection, and checks what it says of itself.
     *
     * @throws IllegalArgumentException if it makes no sense; says why
     */
    static ProjectionTypes of(Projection<?, ?> projection) {
        String place = projection.getClass().getName();
        String name = projection.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(place + ": name \"" + name + "\" does not match " + NAME);
        }
        if (projection.version() < 1) {
            throw new IllegalArgumentException(place + ": version=" + projection.version() + " is below 1");
        }
        return of(projection.getClass());
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if the class does not name them, or names something that is not a class
     */
    static ProjectionTypes of(Class<?> projection) {
        Type[] arguments = arguments(projection, new HashMap<>());
        if (arguments == null) {
            throw new IllegalArgumentException(projection.getName()
                    + " does not say what it takes: write a class that implements Projection<Payload, Value>");
        }
        return new ProjectionTypes(type(projection, "payload", arguments[0]), type(projection, "value", arguments[1]));
    }

    private static Class<?> type(Class<?> projection, String what, Type type) {
        if (type instanceof Class<?> found) {
            return found;
        }
        throw new IllegalArgumentException(projection.getName() + ": its " + what + " type " + type.getTypeName()
                + " is not a class without type parameters; wrap it in a record");
    }

    /** The arguments of Projection as this type sees them, with variables replaced; null if it is no Projection. */
    private static Type @Nullable [] arguments(Type type, Map<TypeVariable<?>, Type> known) {
        Class<?> raw;
        if (type instanceof ParameterizedType parameterized) {
            raw = (Class<?>) parameterized.getRawType();
            Type[] actual = parameterized.getActualTypeArguments();
            for (int i = 0; i < actual.length; i++) {
                known.put(raw.getTypeParameters()[i], known.getOrDefault(actual[i], actual[i]));
            }
        } else {
            raw = (Class<?>) type;
        }
        if (raw == Projection.class) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            return type instanceof ParameterizedType
                    ? new Type[] {known.get(variables[0]), known.get(variables[1])}
                    : null;
        }
        Type superclass = raw.getGenericSuperclass();
        Type[] found = superclass == null ? null : arguments(superclass, known);
        for (Type each : raw.getGenericInterfaces()) {
            found = found != null ? found : arguments(each, known);
        }
        return found;
    }
}
