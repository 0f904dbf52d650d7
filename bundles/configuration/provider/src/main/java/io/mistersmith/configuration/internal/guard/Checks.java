package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Designate;
import io.mistersmith.configuration.internal.schema.Schema;
import io.mistersmith.configuration.internal.secrets.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares values with a schema. */
final class Checks {

    /** What the interpolation leaves where it finds nothing. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\[(env|prop|secret):[^\\]]*]");

    /** How many keys that nobody knows are told one by one. */
    private static final int MOST = 20;

    private Checks() {}

    /** What values are refused for, whoever gives them. */
    static List<Fault> all(Designate designate, Map<String, Object> settings) {
        List<Fault> faults = new ArrayList<>(faults(designate.schema(), settings));
        if (designate.complete()) {
            faults.addAll(missing(designate.schema(), settings));
        }
        return faults;
    }

    /** The keys that the schema asks for in vain. */
    private static List<Fault> missing(Schema schema, Map<String, Object> settings) {
        return schema.attributes().stream()
                .filter(attribute -> attribute.isMissed() && !settings.containsKey(attribute.id()))
                .map(attribute -> new Fault(attribute.id(), "", "is missing, and has no default", attribute.isSecret()))
                .toList();
    }

    /** The values that the schema does not admit. */
    static List<Fault> faults(Schema schema, Map<String, Object> settings) {
        List<Fault> faults = new ArrayList<>();
        settings.forEach((key, value) -> {
            String placeholder = placeholderIn(value);
            if (placeholder != null) {
                faults.add(new Fault(key, Values.shown(value), placeholder, false));
            }
        });
        for (Attribute attribute : schema.attributes()) {
            Object value = settings.get(attribute.id());
            if (value != null && placeholderIn(value) == null) {
                String reason = faultOf(attribute, value);
                if (reason != null) {
                    faults.add(new Fault(attribute.id(), Values.shown(value), reason, attribute.isSecret()));
                }
            }
        }
        return faults;
    }

    /** What a value names that is not there, as {@code names $[env:HOST], which nothing sets}; null when it names nothing. */
    private static @Nullable String placeholderIn(Object value) {
        String text = Values.shown(value);
        Optional<String> secret = Secrets.missing(text);
        if (secret.isPresent()) {
            return Secrets.remedy(secret.get());
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        return placeholder.find() ? "names " + placeholder.group() + ", which nothing sets" : null;
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
        int more = 0;
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            String key = setting.getKey();
            if (schema.attribute(key).isPresent() || Values.isComponents(key)) {
                continue;
            }
            if (unknown.size() == MOST) {
                more++;
            } else {
                unknown.add(unknown(schema, key, setting.getValue()));
            }
        }
        if (more > 0) {
            unknown.add(new Fault("", "", "has " + more + " more keys that are not known", false));
        }
        return unknown;
    }

    /** Its value is shown only if it could be that of a key which is no secret: the key may be a secret's, misspelt. */
    private static Fault unknown(Schema schema, String key, Object value) {
        Optional<Attribute> meant = schema.nearest(key);
        String hint = meant.map(a -> "; did you mean " + a.id() + "?").orElse("");
        boolean harmless = meant.map(a -> !a.isSecret() && !a.takesBlanks() && faultOf(a, value) == null)
                        .orElse(false)
                && !soundsSecret(key);
        return new Fault(key, Values.shown(value), "is not a known key" + hint, !harmless);
    }

    /** The settings as components take them: a list that stands in one text becomes an array, numbers lose blanks. */
    static Map<String, Object> properties(Schema schema, Map<String, Object> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            Optional<Attribute> attribute = schema.attribute(key);
            if (attribute.isPresent()) {
                properties.put(key, property(attribute.get(), value));
            } else if (schema.attributes().stream().noneMatch(a -> a.id().equalsIgnoreCase(key))) {
                properties.put(
                        key, Values.property(value)); // not beside its default in the right case: no service has both
            }
        });
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
                || lower.contains("pwd")
                || lower.contains("credential");
    }
}
