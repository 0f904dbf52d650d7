package io.mistersmith.shell.support;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the few kinds of values that commands answer with as JSON (RFC 8259). */
public final class Json {

    private Json() {}

    /**
     * One value as JSON on one line.
     *
     * @param value null, a string, a finite number, a boolean, or an iterable or map of those
     */
    public static String of(@Nullable Object value) {
        return append(new StringBuilder(), value).toString();
    }

    static StringBuilder append(StringBuilder json, @Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return json.append(value);
        }
        if (value instanceof Map<?, ?> map) {
            json.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                append(
                        string(json.append(separator), String.valueOf(entry.getKey()))
                                .append(':'),
                        entry.getValue());
                separator = ",";
            }
            return json.append('}');
        }
        if (value instanceof Iterable<?> values) {
            json.append('[');
            String separator = "";
            for (Object one : values) {
                append(json.append(separator), one);
                separator = ",";
            }
            return json.append(']');
        }
        return string(json, value.toString());
    }

    private static StringBuilder string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (Printable.unsafe(text, i)) {
                Printable.escape(json, c); // each escape is one of JSON too
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }
}
