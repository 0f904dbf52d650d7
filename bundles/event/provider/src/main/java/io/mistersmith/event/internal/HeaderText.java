package io.mistersmith.event.internal;

import io.mistersmith.event.CloudEventException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Header values of the CloudEvents HTTP binding (section 3.1.3.2): a value in double quotes is unquoted first, then percent
 * sequences are decoded once. Unlike in forms, a plus is a plus.
 */
final class HeaderText {

    private HeaderText() {}

    /**
     * Decodes one header value.
     *
     * @param name the attribute, for the message
     * @throws CloudEventException if its quotes or percent sequences are malformed, or it is not UTF-8
     */
    static String decode(String name, String value) {
        return percentDecoded(name, unquoted(name, value));
    }

    private static String unquoted(String name, String value) {
        if (!value.startsWith("\"")) {
            int quote = value.indexOf('"');
            if (quote >= 0) {
                throw wrong(
                        name,
                        "has a double quote at character " + (quote + 1)
                                + "; write it as %22, or the whole value in quotes");
            }
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                if (i + 1 < value.length()) {
                    throw wrong(name, "goes on after the closing double quote at character " + (i + 1));
                }
                return text.toString();
            }
            if (c == '\\' && ++i == value.length()) {
                break;
            }
            text.append(value.charAt(i));
        }
        throw wrong(name, "has no closing double quote");
    }

    private static String percentDecoded(String name, String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        int half = JsonErrors.halfSurrogate(value);
        if (half >= 0) {
            // as bytes it would become a question mark
            throw wrong(name, "holds half of a surrogate pair at character " + (half + 1));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        int literal = 0;
        for (int i = value.indexOf('%'); i >= 0; i = value.indexOf('%', literal)) {
            boolean whole = i + 2 < value.length();
            int high = whole ? hex(value.charAt(i + 1)) : -1;
            int low = whole ? hex(value.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                throw wrong(name, "has a malformed percent sequence at character " + (i + 1));
            }
            bytes.writeBytes(value.substring(literal, i).getBytes(StandardCharsets.UTF_8));
            bytes.write(high << 4 | low);
            literal = i + 3;
        }
        bytes.writeBytes(value.substring(literal).getBytes(StandardCharsets.UTF_8));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(name, "is not percent-encoded UTF-8");
        }
    }

    /** Character.digit would read the digits of every script. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static CloudEventException wrong(String name, String reason) {
        return new CloudEventException(name, reason, -1);
    }
}
