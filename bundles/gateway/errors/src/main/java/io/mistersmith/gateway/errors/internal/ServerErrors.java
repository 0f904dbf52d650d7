package io.mistersmith.gateway.errors.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** Errors outside of every servlet context: malformed requests, and requests that no context takes. */
final class ServerErrors extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateAcceptableResponse(
            Request base, HttpServletRequest request, HttpServletResponse response, int code, String message)
            throws IOException {
        // The gateway has a servlet for every path, so a path without one means that the gateway is not there.
        ErrorBody.of(code == HttpStatus.NOT_FOUND_404 ? HttpStatus.SERVICE_UNAVAILABLE_503 : code, message)
                .send(response);
    }

    /** Answers what cannot be read as a request; Jetty then closes the connection. */
    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields fields) {
        fields.put(HttpHeader.CONTENT_TYPE, ErrorBody.CONTENT_TYPE);
        fields.put(HttpHeader.CACHE_CONTROL, "no-store");
        return ByteBuffer.wrap(ErrorBody.of(status, reason).text().getBytes(StandardCharsets.UTF_8));
    }
}
