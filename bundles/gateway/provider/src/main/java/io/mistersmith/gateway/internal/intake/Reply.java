package io.mistersmith.gateway.internal.intake;

import io.mistersmith.shell.support.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, or the head of a streamed one.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param headers besides the content type
 * @param body all of it, with a line end; empty when it is streamed
 */
public record Reply(int status, String contentType, Map<String, String> headers, String body) {

    static final String JSON = "application/json";

    /** Copies what may change. */
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** One JSON value on one line. */
    public static Reply json(int status, Object value) {
        return new Reply(status, JSON, Map.of(), Json.of(value) + "\n");
    }

    /** The same answer with one header more. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, more, body);
    }
}
