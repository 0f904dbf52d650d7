package io.mistersmith.event;

import org.jspecify.annotations.Nullable;

/**
 * The form of event types: segments of lower case letters, digits, {@code -} and {@code _}, each beginning with a letter,
 * with dots between them, such as {@code order.placed}; 255 characters at most.
 */
public final class EventTypes {

    private static final int MAX_LENGTH = 255;
    private static final String SEGMENT = "[a-z][a-z0-9_-]*";

    private EventTypes() {}

    /** What is wrong with an event type, and where, to be read after the word "type"; null when nothing is. */
    public static @Nullable String problem(String type) {
        int length = type.length();
        if (length == 0) {
            return "is empty";
        }
        if (length > MAX_LENGTH) {
            return "has " + length + " characters, allowed are " + MAX_LENGTH;
        }
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || type.charAt(i) == '.') {
                if (!isSegment(type, from, i)) {
                    return "segment \"" + type.substring(from, i) + "\" at character " + (from + 1) + " does not match "
                            + SEGMENT;
                }
                from = i + 1;
            }
        }
        return null;
    }

    private static boolean isSegment(String type, int from, int end) {
        if (from == end || !isLetter(type.charAt(from))) {
            return false;
        }
        for (int i = from + 1; i < end; i++) {
            char c = type.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
