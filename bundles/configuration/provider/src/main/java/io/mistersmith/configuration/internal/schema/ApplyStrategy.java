package io.mistersmith.configuration.internal.schema;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** When values that are right take effect: the key {@code apply.strategy}. */
public enum ApplyStrategy {
    /** As soon as they are read. */
    IMMEDIATE,
    /** When what is under way ended, or took longer than {@code apply.timeout.ms}. */
    GRACEFUL,
    /** When they are used next, or an operator says so. */
    ON_NEXT_USE;

    private static final String STRATEGY = "apply.strategy";
    private static final String TIMEOUT = "apply.timeout.ms";
    private static final long DEFAULT_TIMEOUT = 30_000;

    static final List<Attribute> KEYS = List.of(
            new Attribute(
                    STRATEGY,
                    "When changes apply",
                    "At once; after what is under way ended; or at the next use.",
                    ValueType.STRING,
                    false,
                    IMMEDIATE.toString(),
                    Range.OPEN,
                    List.of(IMMEDIATE.toString(), GRACEFUL.toString(), ON_NEXT_USE.toString())),
            new Attribute(
                    TIMEOUT,
                    "How long graceful waits",
                    "Milliseconds after which a change applies although something is under way.",
                    ValueType.LONG,
                    false,
                    String.valueOf(DEFAULT_TIMEOUT),
                    Range.of("0", "3600000"),
                    List.of()));

    /** Whether a key says how others are applied. */
    public static boolean isKey(String key) {
        return key.equals(STRATEGY) || key.equals(TIMEOUT);
    }

    /** What properties that passed the checks ask for. */
    public static ApplyStrategy of(Map<String, Object> properties) {
        String name = text(properties, STRATEGY, IMMEDIATE.toString());
        for (ApplyStrategy strategy : values()) {
            if (strategy.toString().equals(name)) {
                return strategy;
            }
        }
        return IMMEDIATE; // a PID that is described by others may mean something else by the key
    }

    /** How long what is under way may take. */
    public static Duration timeout(Map<String, Object> properties) {
        try {
            return Duration.ofMillis(Long.parseLong(text(properties, TIMEOUT, String.valueOf(DEFAULT_TIMEOUT))));
        } catch (NumberFormatException e) {
            return Duration.ofMillis(DEFAULT_TIMEOUT);
        }
    }

    private static String text(Map<String, Object> properties, String key, String otherwise) {
        Object value = properties.get(key);
        return value == null ? otherwise : value.toString().strip();
    }

    /** As a .cfg has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
