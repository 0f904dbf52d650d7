package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares values with a schema. */
final class Checks {

    private Checks() {}

    /** The values that the schema does not admit. */
    static List<Fault> faults(Schema schema, Map<String, Object> settings) {
        List<Fault> faults = new ArrayList<>();
        for (Attribute attribute : schema.attributes()) {
            Object value = settings.get(attribute.id());
            String reason = value == null ? null : faultOf(attribute, value);
            if (value != null && reason != null) {
                faults.add(new Fault(attribute.id(), Values.shown(value), reason, attribute.isSecret()));
            }
        }
        return faults;
    }

    /** What is wrong with one key's value, a string or a list of strings; null when nothing is. */
    static @Nullable String faultOf(Attribute attribute, Object value) {
        List<?> values = value instanceof List<?> list ? list : attribute.valuesIn(value.toString());
        if (!attribute.many() && values.size() != 1) {
            return "is a list, but one value is needed";
        }
        for (Object one : values) {
            String reason = attribute.faultOf(String.valueOf(one));
            if (reason != null) {
                return values.size() == 1 ? reason : "has a bad value: " + Values.shown(one) + " " + reason;
            }
        }
        return null;
    }

    /** The keys that neither the schema nor a component knows. */
    static List<Fault> unknown(Schema schema, Map<String, Object> settings) {
        List<Fault> unknown = new ArrayList<>();
        settings.forEach((key, value) -> {
            if (schema.attribute(key).isEmpty() && !Values.isComponents(key)) {
                Optional<Attribute> meant = schema.nearest(key);
                String hint = meant.map(a -> "; did you mean " + a.id() + "?").orElse("");
                boolean secret = meant.map(Attribute::isSecret).orElse(false) || soundsSecret(key);
                unknown.add(new Fault(key, Values.shown(value), "is not a known key" + hint, secret));
            }
        });
        return unknown;
    }

    /** The settings as components take them: a list that stands in one text becomes an array, numbers lose blanks. */
    static Map<String, Object> properties(Schema schema, Map<String, Object> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        settings.forEach((key, value) -> properties.put(
                key,
                schema.attribute(key)
                        .map(attribute -> property(attribute, value))
                        .orElseGet(() -> Values.property(value))));
        return properties;
    }

    static Object property(Attribute attribute, Object value) {
        if (value instanceof String text) {
            if (attribute.many()) {
                return Values.property(attribute.valuesIn(text));
            }
            return attribute.takesBlanks() ? text : text.strip();
        }
        return attribute.many() || !(value instanceof List<?> one)
                ? Values.property(value)
                : String.valueOf(one.get(0));
    }

    /** Whether a key without a type that says so names a secret. */
    static boolean soundsSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("pass")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("credential");
    }
}
