package io.mistersmith.configuration.internal.bind;

import io.mistersmith.configuration.internal.schema.Texts;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one annotation type's elements, from properties by the rules of Declarative Services (component property
 * types): a missing one is the element's default, or without a default 0, false or empty. Immutable.
 */
final class AnnotationValues {

    private final Map<String, Object> byKey;
    private final Map<String, Object> byElement;

    private AnnotationValues(Map<String, Object> byKey, Map<String, Object> byElement) {
        this.byKey = byKey;
        this.byElement = byElement;
    }

    /**
     * @throws BadValueException if a property cannot be what the element's type asks for
     */
    static AnnotationValues of(AnnotationShape<?> shape, Map<String, Object> properties) {
        Map<String, Object> byKey = new LinkedHashMap<>();
        Map<String, Object> byElement = new HashMap<>();
        for (AnnotationShape.Element element : shape.elements()) {
            Object value = value(element, properties.get(element.key()));
            byKey.put(element.key(), value);
            byElement.put(element.name(), value);
        }
        return new AnnotationValues(byKey, byElement);
    }

    /** The value that an element's method answers; an array is a copy. */
    @Nullable
    Object element(String name) {
        Object value = byElement.get(name);
        if (value == null || !value.getClass().isArray()) {
            return value;
        }
        int length = Array.getLength(value);
        Object copy = Array.newInstance(value.getClass().getComponentType(), length);
        System.arraycopy(value, 0, copy, 0, length);
        return copy;
    }

    /** The keys whose values differ. */
    Set<String> differences(AnnotationValues other) {
        Set<String> keys = new TreeSet<>();
        byKey.forEach((key, value) -> {
            if (!Arrays.deepEquals(new Object[] {value}, new Object[] {other.byKey.get(key)})) {
                keys.add(key);
            }
        });
        return keys;
    }

    @Override
    public String toString() {
        return byKey.keySet().toString();
    }

    private static Object value(AnnotationShape.Element element, @Nullable Object property) {
        Class<?> type = element.type();
        if (property == null) {
            Object byDefault = element.byDefault();
            return byDefault == null ? nothing(type) : byDefault;
        }
        if (type.isArray()) {
            List<?> parts = parts(property);
            Object array = Array.newInstance(type.getComponentType(), parts.size());
            for (int i = 0; i < parts.size(); i++) {
                Array.set(array, i, single(type.getComponentType(), element, parts.get(i)));
            }
            return array;
        }
        List<?> parts = property instanceof String ? List.of(property) : parts(property);
        return parts.isEmpty() ? nothing(type) : single(type, element, parts.get(0));
    }

    private static List<?> parts(Object property) {
        if (property instanceof Collection<?> many) {
            return List.copyOf(many);
        }
        if (property.getClass().isArray()) {
            List<Object> parts = new ArrayList<>();
            for (int i = 0; i < Array.getLength(property); i++) {
                parts.add(Array.get(property, i));
            }
            return parts;
        }
        return property instanceof String text ? Texts.split(text) : List.of(property);
    }

    private static Object nothing(Class<?> type) {
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        return type.isPrimitive()
                ? Array.get(Array.newInstance(type, 1), 0)
                : type == String.class ? "" : firstOf(type);
    }

    /** What stands for no value where there is no empty one: an enum's first constant, and for a class Object. */
    private static Object firstOf(Class<?> type) {
        return type.isEnum() ? type.getEnumConstants()[0] : Object.class;
    }

    private static Object single(Class<?> type, AnnotationShape.Element element, @Nullable Object given) {
        String text = String.valueOf(given);
        try {
            return Conversions.to(type, text, element.loader());
        } catch (IllegalArgumentException e) {
            throw new BadValueException(element.key(), "is not " + Conversions.words(type), e);
        }
    }
}
