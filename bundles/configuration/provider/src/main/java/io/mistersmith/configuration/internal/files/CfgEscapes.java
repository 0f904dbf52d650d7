package io.mistersmith.configuration.internal.files;

import java.nio.charset.CharsetEncoder;

/** Escapes of a .cfg: a backslash before what would mean something else. */
final class CfgEscapes {

    private CfgEscapes() {}

    static String value(String value, CharsetEncoder encoder) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' && i == 0) {
                escaped.append("\\ ");
            } else {
                append(escaped, value, i, encoder);
            }
        }
        return escaped.toString();
    }

    static String key(String key, CharsetEncoder encoder) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == ' ' || c == '=' || c == ':' || (i == 0 && (c == '#' || c == '!'))) {
                escaped.append('\\').append(c);
            } else {
                append(escaped, key, i, encoder);
            }
        }
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, String text, int i, CharsetEncoder encoder) {
        char c = text.charAt(i);
        switch (c) {
            case '\\' -> escaped.append("\\\\");
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            case '\f' -> escaped.append("\\f");
            default -> {
                // half of a pair is never encodable alone, so both halves are escaped
                if (c < 0x20 || !encoder.canEncode(c)) {
                    escaped.append(String.format("\\u%04X", (int) c));
                } else {
                    escaped.append(c);
                }
            }
        }
    }
}
