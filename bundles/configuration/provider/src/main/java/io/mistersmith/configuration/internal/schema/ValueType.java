package io.mistersmith.configuration.internal.schema;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The type of an attribute's values, with the bounds that the Java type itself has. */
public enum ValueType {
    STRING("Text", null, null),
    PASSWORD("Secret", null, null),
    BOOLEAN("true or false", null, null),
    CHARACTER("One character", null, null),
    BYTE("Whole number", (long) Byte.MIN_VALUE, (long) Byte.MAX_VALUE),
    SHORT("Whole number", (long) Short.MIN_VALUE, (long) Short.MAX_VALUE),
    INTEGER("Whole number", (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE),
    LONG("Whole number", Long.MIN_VALUE, Long.MAX_VALUE),
    FLOAT("Number", BigDecimal.valueOf(Float.MAX_VALUE)),
    DOUBLE("Number", BigDecimal.valueOf(Double.MAX_VALUE));

    private final String words;
    private final @Nullable BigDecimal lowest;
    private final @Nullable BigDecimal highest;
    private final boolean whole;

    ValueType(String words, @Nullable Long lowest, @Nullable Long highest) {
        this.words = words;
        this.lowest = lowest == null ? null : BigDecimal.valueOf(lowest);
        this.highest = highest == null ? null : BigDecimal.valueOf(highest);
        this.whole = lowest != null;
    }

    /** A number with a fraction; what is larger would be read as infinity. */
    ValueType(String words, BigDecimal largest) {
        this.words = words;
        this.lowest = largest.negate();
        this.highest = largest;
        this.whole = false;
    }

    /** The type of this name in a metatype document; what it does not name is text, which admits everything. */
    static ValueType of(String metatypeName) {
        return switch (metatypeName) {
            case "Char", "Character" -> CHARACTER;
            case "Password", "Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double" ->
                valueOf(metatypeName.toUpperCase(Locale.ROOT));
            default -> STRING;
        };
    }

    String words() {
        return words;
    }

    boolean isText() {
        return this == STRING || this == PASSWORD;
    }

    boolean isWhole() {
        return whole;
    }

    boolean isNumber() {
        return isWhole() || this == FLOAT || this == DOUBLE;
    }

    @Nullable
    BigDecimal lowest() {
        return lowest;
    }

    @Nullable
    BigDecimal highest() {
        return highest;
    }
}
