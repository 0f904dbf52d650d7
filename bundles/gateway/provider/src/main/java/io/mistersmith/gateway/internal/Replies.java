package io.mistersmith.gateway.internal;

import io.mistersmith.gateway.internal.intake.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;

/** Puts a {@link Reply} into a servlet's response. */
final class Replies {

    private Replies() {}

    static void head(HttpServletResponse response, Reply reply) {
        response.setStatus(reply.status());
        response.setContentType(reply.contentType());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response::setHeader);
    }

    /** All of it; small enough not to wait for the client. */
    static void send(HttpServletResponse response, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        head(response, reply);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
