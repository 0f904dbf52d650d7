package io.mistersmith.eventbus.internal.core;

/**
 * Which event types a subscription takes: one, every type below a prefix ({@code order.**}), or all ({@code **}).
 *
 * @param text as it was given
 */
public record TypePattern(String text) {

    private static final String BELOW = ".**";
    private static final String ALL = "**";

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if it is malformed; the message shows the place
     */
    public TypePattern {
        String name = text.equals(ALL) ? "" : text.endsWith(BELOW) ? text.substring(0, text.length() - 3) : text;
        if (!text.equals(ALL) && name.isEmpty()) {
            throw new IllegalArgumentException("types: pattern \"" + text + "\" is empty");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || c == '*' || (c == '.' && edge(name, i))) {
                throw new IllegalArgumentException("types: pattern \"" + text + "\" is malformed at place " + (i + 1)
                        + " ('" + c + "'): a type such as order.placed, or order.** for all below it");
            }
        }
        if (text.length() > 255) {
            throw new IllegalArgumentException("types: pattern has " + text.length() + " characters, allowed are 255");
        }
    }

    private static boolean edge(String name, int i) {
        return i == 0 || i == name.length() - 1 || name.charAt(i - 1) == '.';
    }

    /** Whether it takes this type. */
    public boolean matches(String type) {
        if (text.endsWith(BELOW)) {
            return type.length() > text.length() - 2 && type.startsWith(text.substring(0, text.length() - 2));
        }
        return text.equals(ALL) || text.equals(type);
    }
}
