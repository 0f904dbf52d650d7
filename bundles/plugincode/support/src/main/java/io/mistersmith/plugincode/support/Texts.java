package io.mistersmith.plugincode.support;

import java.util.function.IntPredicate;

/** Texts of plugins, made fit for a log, a table or a terminal. */
final class Texts {

    private Texts() {}

    /** The text as one line: each control character is a space. */
    static String line(String text, int max) {
        return clean(text, max, c -> false);
    }

    /** The text with no control characters but line feeds and tabs. */
    static String lines(String text, int max) {
        return clean(text, max, c -> c == '\n' || c == '\t');
    }

    /** Whether {@link #lines} would change the text. */
    static boolean ordinary(String text, int max) {
        return text.length() <= max && text.chars().noneMatch(c -> c != '\n' && c != '\t' && c != '\r' && control(c));
    }

    private static String clean(String text, int max, IntPredicate allowed) {
        int kept = Math.min(text.length(), Math.max(0, max));
        StringBuilder clean = new StringBuilder(kept + 1);
        for (int i = 0; i < kept; i++) {
            char c = text.charAt(i);
            clean.append(control(c) && !allowed.test(c) ? ' ' : c);
        }
        return kept < text.length() ? clean.append('…').toString() : clean.toString();
    }

    /** Control and format characters: those of ISO 6429, line and paragraph separators, and overrides of direction. */
    private static boolean control(int c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
