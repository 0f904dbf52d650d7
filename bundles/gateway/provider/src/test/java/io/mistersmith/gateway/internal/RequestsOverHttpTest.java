package io.mistersmith.gateway.internal;

import static io.mistersmith.gateway.internal.GatewayServer.event;
import static io.mistersmith.gateway.internal.GatewayServer.readUntil;
import static io.mistersmith.gateway.internal.GatewayServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.gateway.internal.intake.Limits;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsOverHttpTest {

    private static final Limits SMALL = new Limits(
            2_000, 8_000, 1 << 20, 16, Duration.ofMillis(400), Duration.ofMillis(1_200), Duration.ofMillis(400));
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    private GatewayServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new GatewayServer(folder, SMALL);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aStructuredEventIsAnsweredWithItsPosition() throws Exception {
        HttpResponse<String> answer = server.post(STRUCTURED + "; charset=UTF-8", event("o-1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo("{\"id\":\"o-1\",\"position\":1,\"duplicate\":false}\n");
        assertThat(server.bus.event("o-1").payload().json()).isEqualTo("{\"amount\":1}");
    }

    @Test
    void theSameEventAgainIsToldAsADuplicate() throws Exception {
        server.post(STRUCTURED, event("o-1"));

        HttpResponse<String> again = server.post(STRUCTURED, event("o-1"));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo("{\"id\":\"o-1\",\"position\":1,\"duplicate\":true}\n");
        assertThat(server.bus.ids()).containsExactly("o-1");
    }

    @Test
    void anErrorIsAnsweredAndHoldsUpNoOtherRequest() throws Exception {
        server.bus.failing(event -> {
            throw new NoClassDefFoundError("io/mistersmith/Gone");
        });

        HttpResponse<String> answer = server.post(STRUCTURED, event("o-1"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(server.gateway.exchanges().size()).as("requests that go on").isZero();
        server.bus.failing(event -> null);
        assertThat(server.post(STRUCTURED, event("o-1")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/health", "/nothing"})
    void everyPathIsToBeAskedAgainOnceTheGatewayCloses(String path) throws Exception {
        server.gateway.close();

        HttpResponse<String> answer = server.withoutServlet(path);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).endsWith("\"retryable\":true}\n");
    }

    @ParameterizedTest
    @CsvSource({"/events, 503", "/health, 503", "/health/live, 503", "/readyz, 503", "/healthy, 404", "/, 404"})
    void aPathOfTheGatewayWhoseServletIsAwayIsToBeAskedAgain(String path, int status) throws Exception {
        assertThat(server.withoutServlet(path).statusCode()).isEqualTo(status);
    }

    @Test
    void theSameIdWithOtherContentIsAConflict() throws Exception {
        server.post(STRUCTURED, event("o-1"));

        HttpResponse<String> other = server.post(STRUCTURED, event("o-1").replace("1}}", "2}}"));

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body())
                .contains("Event id used before", "\"field\":\"id\"")
                .doesNotContain("index\":");
    }

    @Test
    void aBinaryEventTakesItsAttributesFromHeaders() throws Exception {
        HttpRequest request = server.request("/events")
                .header("ce-specversion", "1.0")
                .header("CE-Type", "order.placed")
                .header("ce-source", "/test")
                .header("ce-id", "o-7")
                .header("ce-subject", "customer-1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"amount\":7}"))
                .build();

        HttpResponse<String> answer = server.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(server.bus.event("o-7").subject()).isEqualTo("customer-1");
        assertThat(server.bus.event("o-7").payload().json()).isEqualTo("{\"amount\":7}");
    }

    @Test
    void idsInRawUtf8AreKeptApartByEachOfTheirBytes() throws Exception {
        assertThat(binary("ce-id: o-\u00c3\u00a9\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(binary("ce-id: o-\u00c3\u00a8\r\n")).startsWith("HTTP/1.1 200 ");

        assertThat(server.bus.ids()).containsExactly("o-\u00e9", "o-\u00e8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ce-id: o-\u00e9                       | id      | is not UTF-8",
                "ce-id: o-\u00c0\u00af                 | id      | is not UTF-8",
                "ce-id: o-1&ce-subject: \u00ff\u00fe | subject | is not UTF-8",
                "ce-id: a&ce-id: b                 | id      | is given 2 times",
                "ce-id: a&CE-ID: a                 | id      | is given 2 times",
                "ce-id: a&ce-tenant: t&Ce-Tenant: t | tenant | is given 2 times",
                "ce-id: a&Content-Type: application/json | '' | header Content-Type is given 2 times",
                "ce-id: a&Content-Encoding: identity&Content-Encoding: gzip | '' | is given 2 times",
                "ce-id: a&Authorization: Bearer x  | ''      | header Authorization is given 2 times",
                "ce-id:                               | ''      | id is empty",
            })
    void aHeaderThatCouldBeReadInTwoWaysIsRefused(String headers, String field, String reason) throws Exception {
        String answer = binary(headers.replace("&", "\r\n") + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains(reason);
        if (!field.isEmpty()) {
            assertThat(answer).contains("\"field\":\"" + field + "\"");
        }
        assertThat(server.bus.ids()).isEmpty();
    }

    /** The answer to an event whose other headers are these, each character of them one byte. */
    private String binary(String headers) throws Exception {
        try (Socket socket = server.connect()) {
            String request = head(
                            "application/json",
                            "ce-specversion: 1.0\r\nce-type: order.placed\r\nce-source: /test\r\nContent-Length: 1\r\n"
                                    + headers)
                    + "1";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return readUntil(socket.getInputStream(), "}\n");
        }
    }

    @Test
    void aBatchIsAnsweredWithAReceiptForEach() throws Exception {
        HttpResponse<String> answer = server.post(BATCH, "[" + event("a") + "," + event("b") + "]");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("[{\"id\":\"a\",\"position\":1,\"duplicate\":false},"
                        + "{\"id\":\"b\",\"position\":2,\"duplicate\":false}]\n");
    }

    @Test
    void anEmptyBatchIsNothingToStore() throws Exception {
        HttpResponse<String> answer = server.post(BATCH, "[]");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]\n");
    }

    @Test
    void aBatchWithOneBadEventStoresNothingAndNamesItsIndex() throws Exception {
        HttpResponse<String> answer =
                server.post(BATCH, "[" + event("a") + "," + event("b").replace("source", "sauce") + "]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"event 1: source is missing\",\"field\":\"source\",\"index\":1}\n");
        assertThat(server.bus.ids()).isEmpty();
    }

    @Test
    void aBatchWithAReusedIdIsAConflictThatNamesItsIndex() throws Exception {
        server.post(STRUCTURED, event("b"));

        HttpResponse<String> answer =
                server.post(BATCH, "[" + event("a") + "," + event("b").replace("1}}", "2}}") + "]");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"index\":1");
        assertThat(server.bus.ids()).containsExactly("b");
    }

    @Test
    void aBatchWithOneEventOverTheLimitStoresNothingAndNamesItsIndex() throws Exception {
        String large = event("b").replace("1}}", "\"" + "x".repeat(2_100) + "\"}}");

        HttpResponse<String> answer = server.post(BATCH, "[" + event("a") + "," + large + "]");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("{\"error\":\"longer than max.event.bytes=2000\",\"index\":1}\n");
        assertThat(server.bus.ids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                     | ''          | is empty",
                "{                                                      | ''          | is not JSON",
                "[]                                                     | ''          | is not a JSON object",
                "null                                                   | ''          | is not a JSON object",
                "{\"type\":\"a\"}                                       | specversion | is missing",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"i\"} | type        | is missing",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\",\"id\":\"\"} | '' | id is empty",
            })
    void aMalformedEventIsAnsweredWithFieldAndReason(String body, String field, String reason) throws Exception {
        HttpResponse<String> answer = server.post(STRUCTURED, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(reason).endsWith("}\n");
        if (field.isEmpty()) {
            assertThat(answer.body()).doesNotContain("\"field\"");
        } else {
            assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        }
        assertThat(server.bus.ids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /events      | application/cloudevents+json | wrong | 401 | WWW-Authenticate | ./run token",
                "GET    | /events      | application/cloudevents+json | wrong | 401 | WWW-Authenticate | ./run token",
                "GET    | /nothing     | text/plain                   | wrong | 401 | WWW-Authenticate | ./run token",
                "GET    | /events      | application/cloudevents+json | right | 405 | Allow            | by POST",
                "PUT    | /events      | application/x-ndjson         | right | 405 | Allow            | by POST",
                "OPTIONS| /events      | application/x-ndjson         | right | 405 | Allow            | by POST",
                "POST   | /health/live | text/plain                   | wrong | 405 | Allow            | by GET",
                "POST   | /events      | text/plain                   | right | 415 | Accept-Post      | x-ndjson",
                "POST   | /events      | application/json             | right | 415 | Accept-Post      | ce- headers",
                "POST   | /events      | application/cloudevents+avro | right | 415 | Accept-Post      | x-ndjson",
                "POST   | /events      | application/x-ndjson;charset=UTF-16 | right | 415 | Accept-Post | UTF-8",
                "POST   | /events      | application/x-ndjson;charset=utf-8;charset=latin1 | right | 415 | Accept-Post | UTF-8",
                "GET    | /nothing     | text/plain                   | right | 404 | Cache-Control    | nothing at /nothing",
                "POST   | /events/more | application/x-ndjson         | right | 404 | Cache-Control    | POST /events",
                "GET    | /health/dead | text/plain                   | wrong | 404 | Cache-Control    | /health/ready",
            })
    void whatIsNotServedIsAnsweredWithOneLineThatHelps(
            String method, String path, String type, String token, int status, String header, String text)
            throws Exception {
        HttpRequest request = server.request(path)
                .setHeader("Authorization", "Bearer " + (token.equals("right") ? server.token : "x" + server.token))
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(event("o-1")))
                .build();

        HttpResponse<String> answer = server.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue(header)).as(header).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(text).endsWith("}\n");
        assertThat(answer.body().lines()).hasSize(1);
        assertThat(answer.body()).doesNotContain(server.token);
        assertThat(server.bus.ids()).isEmpty();
    }

    @Test
    void aCompressedBodyIsNotTakenForAnEvent() throws Exception {
        HttpResponse<String> answer = server.send(server.request("/events")
                .header("Content-Type", STRUCTURED)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("x"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("identity");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new StoreFullException("queue, capacity=1000 appends"), 429, "queue, capacity=1000"),
                Arguments.of(new StoreUnavailableException("closed", false, null), 503, "closed"),
                Arguments.of(new BusUnavailableException("no event store"), 503, "no event store"),
                Arguments.of(new StoreUnavailableException("disk gone", true, null), 504, "\"outcome\":\"unknown\""),
                Arguments.of(new IllegalStateException("a defect"), 500, "see the container's log"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureOfTheContainerIsTypedAndSaysThatTryingAgainHelps(RuntimeException failure, int status, String text)
            throws Exception {
        server.bus.failing(event -> failure);

        HttpResponse<String> answer = server.post(STRUCTURED, event("o-1"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains(text, "\"retryable\":true");
    }

    @Test
    void withoutABusTheAnswerComesAtOnceForEveryMode() throws Exception {
        server.inlet.bus(null);

        for (String type : List.of(STRUCTURED, BATCH, "application/x-ndjson")) {
            HttpResponse<String> answer = server.post(type, event("o-1"));

            assertThat(answer.statusCode()).as(type).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        }
    }

    @Test
    void aStoreThatDoesNotAnswerEndsInOutcomeUnknown() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        server.committer.execute(() -> awaitQuietly(stuck));

        HttpResponse<String> answer = server.post(STRUCTURED, event("o-1"));

        stuck.countDown();
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("no answer from the store for 400 ms", "\"outcome\":\"unknown\"");
        assertThat(server.gateway.budget().held()).isZero();
    }

    @Test
    void aBodyThatSaysItIsTooLongIsRefusedBeforeItIsSent() throws Exception {
        try (Socket socket = server.connect()) {
            write(socket.getOutputStream(), head(STRUCTURED, "Content-Length: 2001\r\nExpect: 100-continue\r\n"));

            assertThat(readUntil(socket.getInputStream(), "}\n"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("longer than max.event.bytes=2000");
        }
    }

    @Test
    void aChunkedBodyThatGrowsTooLongIsRefused() throws Exception {
        byte[] body = event("x".repeat(3_000)).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = server.request("/events")
                .header("Content-Type", STRUCTURED)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        HttpResponse<String> answer = server.send(request);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(server.gateway.budget().held()).isZero();
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws Exception {
        try (Socket socket = server.connect()) {
            byte[] body = event("o-1").getBytes(StandardCharsets.UTF_8);
            write(
                    socket.getOutputStream(),
                    head(STRUCTURED, "Content-Length: " + body.length + "\r\nExpect: 100-continue\r\n"));

            assertThat(readUntil(socket.getInputStream(), "\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");

            socket.getOutputStream().write(body);
            assertThat(readUntil(socket.getInputStream(), "}\n")).contains("200 OK", "\"position\":1");
        }
    }

    @Test
    void aConnectionServesOneRequestAfterAnother() throws Exception {
        try (Socket socket = server.connect()) {
            for (int i = 1; i <= 3; i++) {
                String body = event("o-" + i);
                write(socket.getOutputStream(), head(STRUCTURED, "Content-Length: " + body.length() + "\r\n") + body);

                assertThat(readUntil(socket.getInputStream(), "}\n")).contains("\"position\":" + i);
            }
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotAwaitedForEver() throws Exception {
        try (Socket socket = server.connect()) {
            write(socket.getOutputStream(), head(STRUCTURED, "Content-Length: 100\r\n") + "{");

            assertThat(readUntil(socket.getInputStream(), "}\n"))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("nothing came for 400 ms");
            assertThat(readUntil(socket.getInputStream(), "end of connection")).isEmpty();
        }
        assertThat(server.gateway.exchanges().size()).isZero();
    }

    @Test
    void aBodyThatComesByteByByteIsNotAwaitedForEver() throws Exception {
        try (Socket socket = server.connect();
                Dripping drip = new Dripping()) {
            write(socket.getOutputStream(), head(STRUCTURED, "Content-Length: 1000\r\n") + "{");
            drip.start(() -> write(socket.getOutputStream(), " "));

            assertThat(readUntil(socket.getInputStream(), "}\n"))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("the body did not come within 1200 ms", "\"retryable\":true");
        }
    }

    private String head(String contentType, String more) {
        return "POST /events HTTP/1.1\r\nHost: x\r\nAuthorization: bearer " + server.token + "\r\nContent-Type: "
                + contentType + "\r\n" + more + "\r\n";
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
