package io.mistersmith.configuration.internal.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists in one text, separated by commas; a backslash takes the next character as it is. */
public final class Texts {

    private Texts() {}

    /** The parts, without blanks around them; none for a blank text. */
    public static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        if (text.isBlank()) {
            return parts;
        }
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    /** The text that {@link #split} turns back into these parts. */
    public static String join(Collection<String> parts) {
        return String.join(
                ",",
                parts.stream()
                        .map(part -> part.replace("\\", "\\\\").replace(",", "\\,"))
                        .toList());
    }

    /** How many characters must be added, dropped or replaced to make one text of the other. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
