package io.mistersmith.gateway.internal;

import io.mistersmith.event.CloudEventException;
import io.mistersmith.gateway.internal.intake.Budget;
import io.mistersmith.gateway.internal.intake.ContentMode;
import io.mistersmith.gateway.internal.intake.Dialogue;
import io.mistersmith.gateway.internal.intake.Inlet;
import io.mistersmith.gateway.internal.intake.Limits;
import io.mistersmith.gateway.internal.intake.LineStream;
import io.mistersmith.gateway.internal.intake.OneRequest;
import io.mistersmith.gateway.internal.intake.Problem;
import io.mistersmith.gateway.internal.intake.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** What the HTTP side does with requests for events, and with those for paths that nobody serves. Thread-safe. */
final class Gateway {

    private static final String CE = "ce-";
    /** Headers whose meaning would depend on which of several values is read. */
    private static final List<String> ONCE = List.of("Authorization", "Content-Type", "Content-Encoding");

    private final HttpToken token;
    private final String tokenCommand;
    private final Inlet inlet;
    private final Requests requests;
    private final Exchanges exchanges = new Exchanges();
    private final Budget budget = new Budget(() -> limits().maxBufferedBytes());
    private volatile Limits limits;
    private volatile boolean closed;

    Gateway(HttpToken token, String tokenCommand, Limits limits, Inlet inlet, Requests requests) {
        this.token = token;
        this.tokenCommand = tokenCommand;
        this.limits = limits;
        this.inlet = inlet;
        this.requests = requests;
    }

    /** New settings; requests that go on see them at once. */
    void limits(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    Exchanges exchanges() {
        return exchanges;
    }

    Budget budget() {
        return budget;
    }

    /** Ends every stream with a last line; what is on its way to the store is still answered. */
    void close() {
        closed = true;
        exchanges.close();
    }

    /** {@code /events}. */
    void events(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Reply refusal = refusal(request);
        Optional<ContentMode> mode = ContentMode.of(request.getContentType(), hasAttributes(request));
        if (refusal == null && mode.isEmpty()) {
            refusal = unsupported(request);
        }
        if (refusal != null || mode.isEmpty()) {
            refuse(response, refusal == null ? unsupported(request) : refusal);
        } else if (mode.get() == ContentMode.LINES) {
            begin(request, wake -> new LineStream(inlet, this::limits, budget, requests, System::nanoTime, wake));
        } else {
            whole(request, response, mode.get());
        }
    }

    /** Every path that nobody serves; one of the gateway is served again soon. */
    void unknown(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (closed || OwnPaths.contains(request.getServletPath())) {
            refuse(response, away());
        } else {
            refuse(response, authorized(request) ? noSuchPath(request) : unauthorized());
        }
    }

    private static Reply away() {
        return Problem.retry(
                        503,
                        "this path is not served now, nothing was stored: the gateway is starting or stopping,"
                                + " or switched off")
                .reply();
    }

    private void whole(HttpServletRequest request, HttpServletResponse response, ContentMode mode) throws IOException {
        String contentType = Optional.ofNullable(request.getContentType()).orElse("application/json");
        OneRequest.Head head;
        try {
            head = new OneRequest.Head(mode, attributes(request, mode), contentType);
        } catch (CloudEventException e) {
            requests.refused();
            refuse(response, Problem.of(e).reply());
            return;
        }
        Limits now = limits;
        if (request.getContentLengthLong() > head.limit(now).getValue()) {
            refuse(response, head.tooLong(now).reply());
            return;
        }
        begin(request, wake -> new OneRequest(head, inlet, now, budget, requests, System::nanoTime, wake));
    }

    private void begin(HttpServletRequest request, Function<Runnable, Dialogue> dialogue) throws IOException {
        Exchange exchange = new Exchange(request.startAsync(), dialogue, () -> limits.idleTimeout(), this::ended);
        exchanges.add(exchange);
        exchange.start();
        if (closed) {
            exchange.close();
        }
    }

    private void ended(Exchange exchange) {
        exchanges.remove(exchange);
        requests.answered(exchange.status());
    }

    private void refuse(HttpServletResponse response, Reply reply) throws IOException {
        requests.answered(reply.status());
        Replies.send(response, reply);
    }

    private @Nullable Reply refusal(HttpServletRequest request) {
        for (String header : ONCE) {
            int given = Collections.list(request.getHeaders(header)).size();
            if (given > 1) {
                return Problem.refused(400, "header " + header + " is given " + given + " times")
                        .reply();
            }
        }
        if (!authorized(request)) {
            return unauthorized();
        }
        if (!request.getMethod().equals("POST")) {
            return Problem.refused(405, "events are sent by POST").reply().with("Allow", "POST");
        }
        String coding = request.getHeader("Content-Encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            return Problem.refused(415, "Content-Encoding " + coding + " is not read, send the body as it is")
                    .reply()
                    .with("Accept-Encoding", "identity");
        }
        if (closed || !inlet.open()) {
            return Problem.retry(503, "the event bus is not there now, nothing was stored")
                    .reply();
        }
        return null;
    }

    private boolean authorized(HttpServletRequest request) {
        return token.matches(request.getHeader("Authorization"));
    }

    private Reply unauthorized() {
        return Problem.refused(
                        401,
                        "no or wrong token. Send the header Authorization: Bearer TOKEN; this prints the token: "
                                + tokenCommand)
                .reply()
                .with("WWW-Authenticate", "Bearer realm=\"mistersmith\"");
    }

    private static Reply unsupported(HttpServletRequest request) {
        String sent = Optional.ofNullable(request.getContentType()).orElse("none");
        return Problem.refused(415, "Content-Type " + sent + " is not read. In UTF-8, send " + ContentMode.ACCEPTED)
                .reply()
                .with(
                        "Accept-Post",
                        "application/cloudevents+json, application/cloudevents-batch+json,"
                                + " application/x-ndjson, application/json");
    }

    private static Reply noSuchPath(HttpServletRequest request) {
        return Problem.refused(
                        404,
                        "nothing at " + request.getRequestURI()
                                + ". There are POST /events, GET /health/live, /health/ready and /health/started")
                .reply();
    }

    private static boolean hasAttributes(HttpServletRequest request) {
        return names(request).stream().anyMatch(name -> attribute(name) != null);
    }

    /**
     * The values of the {@code ce-} headers as they were sent; none in the modes whose attributes are in the body.
     *
     * @throws CloudEventException if one is given twice, whatever the case of its name, or is not UTF-8
     */
    private static Map<String, String> attributes(HttpServletRequest request, ContentMode mode) {
        Map<String, String> attributes = new HashMap<>();
        if (mode != ContentMode.BINARY) {
            return attributes;
        }
        for (String name : names(request)) {
            String attribute = attribute(name);
            if (attribute == null) {
                continue;
            }
            List<String> values = Collections.list(request.getHeaders(name));
            if (values.size() > 1) {
                throw new CloudEventException(
                        attribute, "is given " + values.size() + " times, in headers " + CE + attribute, -1);
            }
            attributes.put(attribute, utf8(attribute, Objects.requireNonNullElse(values.get(0), "")));
        }
        return attributes;
    }

    /** The container reads headers byte by byte; attributes are UTF-8 where they are not percent-encoded. */
    private static String utf8(String attribute, String value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CloudEventException(attribute, "is not UTF-8, in header " + CE + attribute, -1);
        }
    }

    private static List<String> names(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames());
    }

    private static @Nullable String attribute(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith(CE) ? name.substring(CE.length()) : null;
    }
}
