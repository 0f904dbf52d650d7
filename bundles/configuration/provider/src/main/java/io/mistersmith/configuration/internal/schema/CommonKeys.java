package io.mistersmith.configuration.internal.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that every part of ours takes without declaring them: {@code enabled}, {@code log.level},
 * {@code health.check.interval.ms}, {@code apply.strategy} and {@code apply.timeout.ms}; an instance of a factory only
 * {@code enabled} and the last two, which plugins take too.
 *
 * <p>Switching off needs nothing of the component: each has a reference to a condition, whose target is a property that
 * wins over the description (OSGi Compendium, Declarative Services 1.5, satisfying condition).
 */
public final class CommonKeys {

    /** What our PIDs, symbolic names and loggers begin with. */
    public static final String ROOT = "io.mistersmith.";
    /** As in the logging configuration; no level of its own. */
    public static final String NO_LEVEL = "DEFAULT";

    private static final String LOG_LEVEL = "log.level";
    private static final String PROVIDER = ".provider";
    /** The part that checks settings cannot be switched off by one. */
    private static final String ALWAYS_ON = ROOT + "configuration";

    private static final String CONDITION = "osgi.ds.satisfying.condition.target";
    private static final String NEVER = "(osgi.condition.id=io.mistersmith.switched.off)";

    private static final Attribute ENABLED = new Attribute(
            "enabled", "Enabled", "false: its services go.", ValueType.BOOLEAN, false, "true", Range.OPEN, List.of());
    private static final Attribute LEVEL = new Attribute(
            LOG_LEVEL,
            "Log level",
            "From which level on it logs.",
            ValueType.STRING,
            false,
            NO_LEVEL,
            Range.OPEN,
            List.of(NO_LEVEL, "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"));
    private static final Attribute INTERVAL = new Attribute(
            "health.check.interval.ms",
            "Health check interval",
            "Milliseconds between two looks at how it is.",
            ValueType.LONG,
            false,
            "5000",
            Range.of("1000", "3600000"),
            List.of());

    private CommonKeys() {}

    /** The schema of a PID of ours with the common keys that it does not declare itself. */
    public static Schema with(Schema schema, String pid, boolean factory) {
        List<Attribute> attributes = new ArrayList<>(schema.attributes());
        List<Attribute> common = new ArrayList<>();
        if (!pid.equals(ALWAYS_ON)) {
            common.add(ENABLED);
        }
        if (!factory) {
            common.addAll(List.of(LEVEL, INTERVAL));
        }
        if (!pid.equals(ALWAYS_ON)) {
            common.addAll(ApplyStrategy.KEYS);
        }
        common.stream()
                .filter(attribute -> schema.attribute(attribute.id()).isEmpty())
                .forEach(attributes::add);
        return new Schema(schema.id(), schema.name(), schema.description(), attributes);
    }

    /** The schema of a plugin's PID, with the keys that say when changes apply. */
    public static Schema ofPlugin(Schema schema) {
        List<Attribute> attributes = new ArrayList<>(schema.attributes());
        ApplyStrategy.KEYS.stream()
                .filter(attribute -> schema.attribute(attribute.id()).isEmpty())
                .forEach(attributes::add);
        return new Schema(schema.id(), schema.name(), schema.description(), attributes);
    }

    /** The PID of a provider bundle, when its metatype has none of its own; null for other bundles. */
    public static @Nullable String pid(String symbolicName) {
        return symbolicName.startsWith(ROOT) && symbolicName.endsWith(PROVIDER)
                ? symbolicName.substring(0, symbolicName.length() - PROVIDER.length())
                : null;
    }

    /** A schema of nothing but the common keys. */
    public static Schema alone(String pid) {
        return with(new Schema(pid, pid, "", List.of()), pid, false);
    }

    /** The properties as components take them: those that are switched off get a condition that never holds. */
    public static Map<String, Object> applied(Schema schema, Map<String, Object> properties) {
        Object enabled = properties.get(ENABLED.id());
        if (enabled == null
                || Boolean.parseBoolean(enabled.toString().strip())
                || !schema.attributes().contains(ENABLED)) {
            return properties;
        }
        Map<String, Object> off = new LinkedHashMap<>(properties);
        off.put(CONDITION, NEVER);
        return off;
    }

    /** The level that a PID's properties ask for; null when they have no say in it. */
    public static @Nullable String level(Schema schema, Map<String, Object> properties) {
        if (!schema.attributes().contains(LEVEL)) {
            return null;
        }
        Object level = properties.get(LOG_LEVEL);
        return level == null ? NO_LEVEL : level.toString().strip();
    }
}
