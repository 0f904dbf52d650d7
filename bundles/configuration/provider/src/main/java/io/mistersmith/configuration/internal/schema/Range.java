package io.mistersmith.configuration.internal.schema;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Lowest and highest value, both included; an end that is null is open. */
record Range(@Nullable BigDecimal min, @Nullable BigDecimal max) {

    static final Range OPEN = new Range(null, null);

    /** Ends as a metatype writes them; what is no number is open, since the metatype's author cannot be asked. */
    static Range of(@Nullable String min, @Nullable String max) {
        return new Range(number(min), number(max));
    }

    static @Nullable BigDecimal number(@Nullable String text) {
        if (text == null || text.length() > 64) {
            return null;
        }
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    boolean contains(BigDecimal value) {
        return (min == null || min.compareTo(value) <= 0) && (max == null || max.compareTo(value) >= 0);
    }

    /** Such as {@code " 0..1000000"} or {@code " of at least 1"}; empty when both ends are open. */
    String words() {
        if (min != null && max != null) {
            return " " + min.toPlainString() + ".." + max.toPlainString();
        }
        if (min != null) {
            return " of at least " + min.toPlainString();
        }
        return max == null ? "" : " of at most " + max.toPlainString();
    }
}
