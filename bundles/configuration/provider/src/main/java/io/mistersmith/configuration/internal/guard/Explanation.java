package io.mistersmith.configuration.internal.guard;

import io.mistersmith.configuration.internal.files.UrlPasswords;
import io.mistersmith.configuration.internal.schema.Attribute;
import io.mistersmith.configuration.internal.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells of each key where the value in force comes from. */
final class Explanation {

    private static final String HIDDEN = "***";

    private final Target target;
    private final Sources sources;
    private final Map<String, String> variables;
    private final Map<String, Object> given;
    private final Set<String> secrets;

    /**
     * @param variables the environment's, by key
     * @param given what the layers gave last, right or wrong
     * @param secrets keys whose values are not shown, whatever the metatype says
     */
    Explanation(
            Target target,
            Sources sources,
            Map<String, String> variables,
            Map<String, Object> given,
            Set<String> secrets) {
        this.secrets = Set.copyOf(secrets);
        this.target = target;
        this.sources = sources;
        this.variables = variables;
        this.given = given;
    }

    /** The keys of the schema in its order, then the others by name. */
    List<Explained> of(Map<String, Object> inForce, Map<String, Object> decided) {
        Schema schema = target.designate().schema();
        Set<String> keys = new LinkedHashSet<>();
        schema.attributes().forEach(attribute -> keys.add(attribute.id()));
        keys.addAll(new TreeSet<>(inForce.keySet()));
        List<Explained> all = new ArrayList<>();
        for (String key : keys) {
            Attribute attribute = schema.attribute(key).orElse(null);
            Object value = inForce.get(key);
            Object next = decided.get(key);
            boolean waits = !String.valueOf(next).equals(String.valueOf(value));
            all.add(new Explained(
                    key,
                    shown(key, attribute, value),
                    origin(key, value, next),
                    waits ? shown(key, attribute, next) : ""));
        }
        return all;
    }

    private Origin origin(String key, @Nullable Object value, @Nullable Object decided) {
        Object now = given.get(key);
        boolean fromFiles = same(value, now);
        if (!same(value, decided)) {
            return value == null ? Origin.DEFAULT : Origin.LAST_GOOD;
        }
        String variable = variables.get(key);
        Origin written = sources.of(key);
        if (variable != null && written.kind() != Origin.Kind.RUN_TIME) {
            return new Origin(Origin.Kind.ENVIRONMENT, variable, 0);
        }
        if (value == null) {
            return now == null ? Origin.DEFAULT : Origin.LAST_GOOD;
        }
        return fromFiles ? written : Origin.LAST_GOOD;
    }

    /** Whether it is the same but for blanks, and for the form of a list. */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return flat(one).equals(flat(other));
    }

    private static String flat(Object value) {
        return Values.shown(value).replaceAll("\\s*,\\s*", ",").strip();
    }

    private String shown(String key, @Nullable Attribute attribute, @Nullable Object value) {
        if (secrets.contains(key) || (attribute == null ? Checks.soundsSecret(key) : attribute.isSecret())) {
            return value == null ? "" : HIDDEN;
        }
        if (value != null) {
            return UrlPasswords.masked(Values.shown(value));
        }
        String byDefault = attribute == null ? null : attribute.defaultValue();
        return byDefault == null ? "" : byDefault;
    }
}
