package io.mistersmith.event.internal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form of event types: dotted lower case, such as {@code order.placed}. */
final class EventTypes {

    static final int MAX_LENGTH = 255;

    private static final String SEGMENT = "[a-z][a-z0-9_-]*";
    private static final Pattern FORM = Pattern.compile(SEGMENT);

    private EventTypes() {}

    /** What is wrong with an event type, and where; null when nothing is. */
    static @Nullable String problem(String type) {
        if (type.isEmpty()) {
            return "is empty";
        }
        if (type.length() > MAX_LENGTH) {
            return "has " + type.length() + " characters, allowed are " + MAX_LENGTH;
        }
        int at = 0;
        for (String segment : type.split("\\.", -1)) {
            if (!FORM.matcher(segment).matches()) {
                return "segment \"" + segment + "\" at character " + (at + 1) + " does not match " + SEGMENT;
            }
            at += segment.length() + 1;
        }
        return null;
    }
}
