package io.mistersmith.configuration.internal.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One key of a configuration: what its values must be.
 *
 * @param id the key
 * @param name its title; may be empty
 * @param description what it means; may be empty
 * @param type of its value, or of each when there are many
 * @param many whether it takes a list
 * @param defaultValue in the form of a .cfg, a list with commas; null when there is none
 * @param range of numbers, or of the length of texts
 * @param options the only values it takes; empty when there is no such list
 * @param required whether it must be set
 */
public record Attribute(
        String id,
        String name,
        String description,
        ValueType type,
        boolean many,
        @Nullable String defaultValue,
        Range range,
        List<String> options,
        boolean required) {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

    public Attribute {
        options = List.copyOf(options);
    }

    /** One that may be left out. */
    public Attribute(
            String id,
            String name,
            String description,
            ValueType type,
            boolean many,
            @Nullable String defaultValue,
            Range range,
            List<String> options) {
        this(id, name, description, type, many, defaultValue, range, options, false);
    }

    /** Whether something is wrong when nobody sets it. */
    public boolean isMissed() {
        return required && defaultValue == null && !many;
    }

    /** Whether its value must not be shown. */
    public boolean isSecret() {
        return type == ValueType.PASSWORD;
    }

    /** Whether blanks around a value belong to it. */
    public boolean takesBlanks() {
        return options.isEmpty() && (type.isText() || type == ValueType.CHARACTER);
    }

    /** The values in one text: the text itself, or the parts between the commas of a list. */
    public List<String> valuesIn(String text) {
        return many ? Texts.split(text) : List.of(text);
    }

    /** What is wrong with a value, as {@code is not a whole number 0..1000}; null when nothing is. */
    public @Nullable String faultOf(String value) {
        if (!options.isEmpty()) {
            return options.contains(value.strip()) ? null : "is not one of " + String.join(", ", options);
        }
        return switch (type) {
            case STRING, PASSWORD ->
                range.contains(BigDecimal.valueOf(value.length()))
                        ? null
                        : "is not a text with a length" + inLength() + " characters";
            case BOOLEAN -> isBoolean(value.strip()) ? null : "is not true or false";
            case CHARACTER -> value.length() == 1 ? null : "is not one character";
            default -> numberFault(value);
        };
    }

    private @Nullable String numberFault(String value) {
        BigDecimal number = Range.number(value);
        Range natural = new Range(type.lowest(), type.highest());
        boolean sane = number != null
                && (!type.isWhole() || WHOLE.matcher(value.strip()).matches());
        if (sane && number != null && natural.contains(number) && range.contains(number)) {
            return null;
        }
        // the bounds of the Java type are worth naming only when they are what was broken
        boolean beyondType = sane && number != null && range.contains(number);
        if (beyondType && !type.isWhole()) {
            return "is a number beyond the range of " + type.name().toLowerCase(Locale.ROOT);
        }
        return "is not a " + type.words().toLowerCase(Locale.ROOT) + (beyondType ? natural : range).words();
    }

    /** Type, range and default in a few words, as a default file's comment shows them. */
    public String words() {
        return typeWords() + (defaultValue == null || isSecret() ? ", no default." : ", default " + defaultValue + ".");
    }

    /** Type and range in a few words. */
    public String typeWords() {
        String what;
        if (!options.isEmpty()) {
            what = "One of " + String.join(", ", options);
        } else if (type.isText()) {
            what = type.words() + (range.equals(Range.OPEN) ? "" : ", length" + range.words());
        } else {
            what = type.words() + (type.isNumber() ? range.words() : "");
        }
        return what + (many ? ", a list with commas" : "");
    }

    /** What it means, in one line; its title when nothing more is said. */
    public String meaning() {
        return (description.isBlank() ? name : description).strip().replaceAll("\\s+", " ");
    }

    private String inLength() {
        String words = range.words();
        return words.startsWith(" of") ? words : " of" + words;
    }

    private static boolean isBoolean(String value) {
        return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }
}
