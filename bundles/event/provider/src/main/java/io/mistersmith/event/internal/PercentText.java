package io.mistersmith.event.internal;

import io.mistersmith.event.CloudEventException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The percent-encoding of header values in the HTTP binding of CloudEvents; unlike in forms, a plus is a plus. */
final class PercentText {

    private PercentText() {}

    static String decode(String name, String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            boolean whole = i + 2 < value.length();
            int high = whole ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = whole ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new CloudEventException(name, "has a malformed percent sequence at character " + (i + 1), -1);
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CloudEventException(name, "is not percent-encoded UTF-8", -1);
        }
    }
}
