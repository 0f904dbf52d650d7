package io.mistersmith.event;

import org.jspecify.annotations.Nullable;

/**
 * The form of an event's text attributes, which is that of the type String in CloudEvents: 1 or more characters, no
 * control characters, no half of a surrogate pair and none of the code points that Unicode calls noncharacters.
 */
public final class AttributeText {

    /** Characters that an id, source, subject, correlation id, causation id or traceparent may have. */
    public static final int MAX_LENGTH = 255;

    /** Characters that the value of a header may have. */
    public static final int MAX_HEADER_LENGTH = 4_096;

    private AttributeText() {}

    /**
     * Returns what is wrong with a value, and where, to be read after the attribute's name; null when nothing is.
     *
     * @param maxLength characters that it may have
     */
    public static @Nullable String problem(String value, int maxLength) {
        if (value.isEmpty()) {
            return "is empty";
        }
        if (value.length() > maxLength) {
            return "has " + value.length() + " characters, allowed are " + maxLength;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            int point = value.codePointAt(i);
            String wrong = wrong(point);
            if (wrong != null) {
                return "holds " + wrong + " at character " + (i + 1);
            }
            i += Character.charCount(point) - 1;
        }
        return null;
    }

    private static @Nullable String wrong(int point) {
        if (Character.isISOControl(point)) {
            return String.format("a control character (U+%04X)", point);
        }
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            return "half of a surrogate pair";
        }
        boolean nonCharacter = (point & 0xfffe) == 0xfffe || (point >= 0xfdd0 && point <= 0xfdef);
        return nonCharacter ? String.format("a code point that is no character (U+%04X)", point) : null;
    }
}
