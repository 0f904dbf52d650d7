package io.mistersmith.gateway.errors.internal;

import io.mistersmith.shell.support.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Error answer in the form of the gateway's own: one JSON object with {@code error} and, if sending the same again may help,
 * {@code retryable}.
 *
 * @param status HTTP status
 * @param text body, one line
 */
record ErrorBody(int status, String text) {

    static final String CONTENT_TYPE = "application/json";

    private static final String AWAY =
            "nothing was stored: the container is starting or stopping, or its gateway is replaced or switched off."
                    + " Send again after Retry-After seconds";

    /**
     * Returns the answer to an error.
     *
     * @param message reason that Jetty gives; null or empty when it gives none
     */
    static ErrorBody of(int status, @Nullable String message) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            json.put("error", AWAY);
            json.put("retryable", true);
        } else if (status == HttpStatus.INTERNAL_SERVER_ERROR_500) {
            // Jetty's message is the exception, which is not for the client.
            json.put("error", "internal error, see the container's log");
        } else {
            json.put("error", message == null || message.isEmpty() ? HttpStatus.getMessage(status) : message);
        }
        return new ErrorBody(status, Json.of(json) + "\n");
    }

    void send(HttpServletResponse response) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.setHeader("Retry-After", "1");
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
