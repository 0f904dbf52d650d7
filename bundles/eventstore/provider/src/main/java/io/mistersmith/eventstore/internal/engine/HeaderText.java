package io.mistersmith.eventstore.internal.engine;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Headers in one column: {@code name=length:value} for each, by name; any character may stand in a value. */
public final class HeaderText {

    private HeaderText() {}

    /** The column's value; null when there are no headers. */
    public static @Nullable String write(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(headers).forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.length())
                .append(':')
                .append(value));
        return text.toString();
    }

    /**
     * The headers that a column holds.
     *
     * @throws IllegalArgumentException if the text is not what {@link #write} makes
     */
    public static Map<String, String> read(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        Map<String, String> headers = new TreeMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            int colon = text.indexOf(':', equals);
            if (equals < 0 || colon < 0) {
                throw new IllegalArgumentException("headers are damaged at " + at);
            }
            int end = colon + 1 + Integer.parseInt(text.substring(equals + 1, colon));
            headers.put(text.substring(at, equals), text.substring(colon + 1, end));
            at = end;
        }
        return Map.copyOf(headers);
    }
}
