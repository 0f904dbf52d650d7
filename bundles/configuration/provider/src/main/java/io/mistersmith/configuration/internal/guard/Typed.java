package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import io.mistersmith.configuration.internal.schema.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as the types that the metatype says, for those who check them. */
final class Typed {

    private Typed() {}

    /**
     * Every described key that has a value, which must have passed the checks, or a default. A default that is none of its own
     * type, as the empty number of some metatypes, counts as none.
     */
    static Map<String, Object> of(Schema schema, Map<String, Object> settings) {
        Map<String, Object> typed = new LinkedHashMap<>();
        for (Attribute attribute : schema.attributes()) {
            Object value = settings.getOrDefault(attribute.id(), usableDefault(attribute));
            if (value != null) {
                typed.put(attribute.id(), typed(attribute, value));
            }
        }
        return Collections.unmodifiableMap(typed);
    }

    private static @Nullable String usableDefault(Attribute attribute) {
        String value = attribute.defaultValue();
        return value == null || Checks.faultOf(attribute, value) != null ? null : value;
    }

    private static Object typed(Attribute attribute, Object value) {
        List<String> texts = value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : attribute.valuesIn(value.toString());
        if (attribute.many()) {
            return texts.stream().map(text -> one(attribute, text)).toList();
        }
        return one(attribute, texts.get(0));
    }

    private static Object one(Attribute attribute, String text) {
        String number = text.strip().startsWith("+") ? text.strip().substring(1) : text.strip();
        ValueType type = attribute.type();
        return switch (type) {
            case STRING, PASSWORD -> attribute.takesBlanks() ? text : text.strip();
            case BOOLEAN -> Boolean.valueOf(number);
            case CHARACTER -> text.charAt(0);
            case BYTE -> Byte.valueOf(number);
            case SHORT -> Short.valueOf(number);
            case INTEGER -> Integer.valueOf(number);
            case LONG -> Long.valueOf(number);
            case FLOAT -> Float.valueOf(number);
            case DOUBLE -> Double.valueOf(number);
        };
    }
}
