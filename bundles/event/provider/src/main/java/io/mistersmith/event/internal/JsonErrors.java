package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.mistersmith.event.PayloadException;
import java.util.regex.Pattern;

/** Turns what Jackson throws into one line that names the field. */
final class JsonErrors {

    /** How Jackson writes a place within a message, with words on its own settings. */
    private static final Pattern PLACE = Pattern.compile("\\[Source: [^\\]]*line: (\\d+), column: (\\d+)\\]");

    private JsonErrors() {}

    static PayloadException payload(Class<?> type, JsonProcessingException e) {
        return new PayloadException(type.getName(), path(e), reason(e), e);
    }

    /** The first line of what is wrong, with the place in the text when it is one of syntax. */
    static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage() == null ? e.getClass().getSimpleName() : e.getOriginalMessage();
        int end = message.indexOf('\n');
        String line =
                PLACE.matcher(end < 0 ? message : message.substring(0, end)).replaceAll("line $1, column $2");
        JsonLocation location = e.getLocation();
        return location == null || location.getColumnNr() < 1 || e instanceof JsonMappingException
                ? line
                : line + " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String path(JsonProcessingException e) {
        StringBuilder path = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                if (step.getFieldName() == null) {
                    path.append('[').append(step.getIndex()).append(']');
                } else {
                    path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
                }
            }
        }
        return path.toString();
    }

    /** Where a text holds a char that is only half of a surrogate pair, which UTF-8 cannot write; -1 when nowhere. */
    static int halfSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** The text just before a place, for messages. */
    static String near(String text, int at) {
        return '"' + text.substring(Math.max(0, at - 20), at) + '"';
    }
}
