package io.mistersmith.shell.support;

/**
 * Text that is safe to print: characters that a terminal acts upon are written as escapes, {@code \n}, {@code \t} or
 * backslash, u and four hex digits. Those are control characters, among them line ends and what begins a terminal's own sequences,
 * characters that change the direction of text or take no place, line separators, and halves of surrogate pairs.
 */
public final class Printable {

    private Printable() {}

    /** The text on one line. */
    public static String line(String text) {
        int first = 0;
        while (first < text.length() && !unsafe(text, first)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 8).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!unsafe(text, i)) {
                safe.append(c);
            } else {
                escape(safe, c);
            }
        }
        return safe.toString();
    }

    /** The text with its line ends and tabs kept, such as a stack trace. */
    public static String lines(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean endsLine = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || c == '\t' || endsLine || !unsafe(text, i)) {
                safe.append(c);
            } else {
                escape(safe, c);
            }
        }
        return safe.toString();
    }

    static void escape(StringBuilder to, char c) {
        switch (c) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> to.append(String.format("\\u%04x", (int) c));
        }
    }

    /** Whether the character at this place must not reach a terminal as it is. */
    static boolean unsafe(String text, int at) {
        char c = text.charAt(at);
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        int point = c;
        if (Character.isHighSurrogate(c)) {
            point = text.codePointAt(at);
        } else if (Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1))) {
            point = text.codePointAt(at - 1);
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
