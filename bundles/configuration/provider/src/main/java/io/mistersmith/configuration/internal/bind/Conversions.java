package io.mistersmith.configuration.internal.bind;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** From text to the types that an annotation's elements may have. */
final class Conversions {

    private Conversions() {}

    /** Whether elements of this type can be bound; another annotation cannot. */
    static boolean canHold(Class<?> type) {
        Class<?> one = type.isArray() ? type.getComponentType() : type;
        return one.isPrimitive() || one == String.class || one.isEnum() || one == Class.class;
    }

    /**
     * @throws IllegalArgumentException if the text is no such value
     */
    static Object to(Class<?> type, String text, @Nullable ClassLoader loader) {
        String value = text.strip();
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            return constant(type, value);
        }
        if (type == Class.class) {
            return load(value, loader);
        }
        return switch (type.getName()) {
            case "boolean" -> Boolean.parseBoolean(value);
            case "byte" -> Byte.parseByte(value);
            case "short" -> Short.parseShort(value);
            case "int" -> Integer.parseInt(value);
            case "long" -> Long.parseLong(value);
            case "float" -> (float) finite(Float.parseFloat(value));
            case "double" -> finite(Double.parseDouble(value));
            case "char" -> text.isEmpty() ? '\0' : text.charAt(0);
            default -> throw new IllegalArgumentException("No conversion to " + type);
        };
    }

    /** What a value of the type is, for a message. */
    static String words(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(Object::toString)
                                    .toList());
        }
        return type == Class.class ? "a class of this bundle" : "of type " + type.getSimpleName();
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Not a finite number");
        }
        return value;
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No constant '" + name + "'"));
    }

    private static Object load(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("No class '" + name + "'", e);
        }
    }
}
