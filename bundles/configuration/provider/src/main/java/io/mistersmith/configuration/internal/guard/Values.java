package io.mistersmith.configuration.internal.guard;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Property values in the two forms that are compared, kept and shown: a string, or a list of strings. */
public final class Values {

    private static final Pattern BLANK = Pattern.compile("\\s");

    private Values() {}

    /** What an author set: everything but what the container puts beside it. */
    public static Map<String, Object> settings(Map<String, Object> properties) {
        Map<String, Object> settings = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (!isContainers(key)) {
                settings.put(key, normal(value));
            }
        });
        return settings;
    }

    /** Whether the container, not the author, sets this key. */
    static boolean isContainers(String key) {
        return key.startsWith("service.") || key.startsWith("felix.fileinstall.") || key.startsWith("component.");
    }

    /** Whether a component takes this key without a metatype that says so. */
    static boolean isComponents(String key) {
        return key.startsWith("bus.")
                || key.startsWith("osgi.ds.")
                || key.endsWith(".target")
                || key.endsWith(".cardinality.minimum");
    }

    /** The keys whose values hold secrets: those come as arrays of characters. */
    static Set<String> secrets(Map<String, Object> properties) {
        Set<String> secrets = new TreeSet<>();
        properties.forEach((key, value) -> {
            if (value instanceof char[]) {
                secrets.add(key);
            }
        });
        return secrets;
    }

    /** These settings, with what the container says now. */
    public static Map<String, Object> withContainers(Map<String, Object> settings, Map<String, Object> now) {
        Map<String, Object> both = new LinkedHashMap<>(settings);
        both.keySet().removeIf(Values::isContainers);
        now.forEach((key, value) -> {
            if (isContainers(key)) {
                both.put(key, value);
            }
        });
        return both;
    }

    static Object normal(Object value) {
        if (value instanceof char[] secret) {
            return new String(secret);
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(String::valueOf).toList();
        }
        if (value.getClass().isArray()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                values.add(String.valueOf(Array.get(value, i)));
            }
            return values;
        }
        return value.toString();
    }

    /** As a component takes it: lists become arrays. */
    static Object property(Object normal) {
        return normal instanceof List<?> list
                ? list.stream().map(String::valueOf).toArray(String[]::new)
                : normal;
    }

    static String shown(Object normal) {
        String text = normal instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : normal.toString();
        return BLANK.matcher(text).replaceAll(" ");
    }

    /** Whether a stored value is what the file's text gives; one with a variable, or of a type, cannot be compared. */
    static boolean isFrom(@Nullable String text, @Nullable Object value) {
        if (text == null || value == null) {
            return text == null && value == null;
        }
        return value instanceof List
                || text.contains("${")
                || text.strip().equals(value.toString().strip());
    }
}
