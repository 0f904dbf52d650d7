package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a container answers to events and settings that are wrong, and that nothing of them is kept. */
@ExtendWith(SharedContainer.class)
class BadInputIT {

    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String LINES = "application/x-ndjson";

    /** As nobody else sends: stored when it is good. */
    private final String id = "bad-input-" + UUID.randomUUID();

    private String event(String id, String order) {
        return "{\"specversion\":\"1.0\",\"type\":\"bad.input\",\"source\":\"/bad\",\"id\":\"" + id
                + "\",\"data\":{\"order\":\"" + order + "\"}}";
    }

    private static String withoutSource(String id) {
        return "{\"specversion\":\"1.0\",\"type\":\"bad.input\",\"id\":\"" + id + "\",\"data\":{}}";
    }

    /** The newest event of the store. */
    private static String head(Container container) {
        return container.shell("store:events --all --last 1 --json");
    }

    static Stream<Arguments> malformedEvents() {
        String rest = "\"type\":\"bad.input\",\"source\":\"/bad\"";
        return Stream.of(
                Arguments.of(withoutSource("1"), "{\"error\":\"source is missing\",\"field\":\"source\"}\n"),
                Arguments.of(
                        "{\"specversion\":\"0.3\",\"id\":\"1\"," + rest + "}",
                        "{\"error\":\"specversion is \\\"0.3\\\", not \\\"1.0\\\"\",\"field\":\"specversion\"}\n"),
                Arguments.of(
                        "{\"specversion\":\"1.0\",\"id\":{}," + rest + "}",
                        "{\"error\":\"id is not text\",\"field\":\"id\"}\n"),
                Arguments.of("[1]", "{\"error\":\"is not a JSON object\"}\n"),
                Arguments.of(
                        "{\"specversion\":",
                        "{\"error\":\"is not JSON: Unexpected end-of-input within/between Object entries "
                                + "(line 1, column 16)\"}\n"));
    }

    @ParameterizedTest
    @MethodSource("malformedEvents")
    void malformedEventIsAnsweredWithFieldAndReason(String body, String answer, Container container)
            throws IOException, InterruptedException {
        String before = head(container);

        HttpResponse<String> refused = container.post("/events", ONE, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo(answer);
        assertThat(head(container)).isEqualTo(before);
    }

    static Stream<Arguments> requestsThatAreNone() {
        return Stream.of(
                Arguments.of("GET /events HTTP/9.9\r\nHost: x\r\n\r\n", 505),
                Arguments.of("GET /events HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(70_000) + "\r\n\r\n", 431),
                Arguments.of("GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414),
                Arguments.of("GET /events HTTP/1.1\r\n\r\n", 400),
                Arguments.of("POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: one\r\n\r\n", 400),
                Arguments.of("POST /events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: other\r\n\r\n", 400),
                Arguments.of("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                Arguments.of("TRACE /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
                Arguments.of("what is this\r\n\r\n", 505),
                Arguments.of("what\r\n\r\n", 400),
                Arguments.of("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400));
    }

    /** What Jetty refuses before any servlet sees it. */
    @ParameterizedTest
    @MethodSource("requestsThatAreNone")
    void whatIsNoRequestIsAnsweredInJsonToo(String request, int status, Container container) throws IOException {
        String answer;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), container.httpPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsPattern("(?i)\r\nContent-Type: ?application/json\r\n")
                .containsPattern("\r\n\r\n\\{\"error\":\"[^<]+\"}\n$");
    }

    @Test
    void eventOverTheLimitIsTooLarge(Container container) throws IOException, InterruptedException {
        String before = head(container);

        HttpResponse<String> refused = container.post("/events", ONE, event(id, "x".repeat(1 << 20)));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).isEqualTo("{\"error\":\"longer than max.event.bytes=1048576\"}\n");
        assertThat(head(container)).isEqualTo(before);
    }

    @Test
    void noTokenAndWrongTokenAreUnauthorized(Container container) throws IOException, InterruptedException {
        String before = head(container);
        HttpResponse<String> none = container.send(container
                .anonymous("/events")
                .header("Content-Type", ONE)
                .POST(BodyPublishers.ofString(event(id, "1"))));
        HttpResponse<String> wrong = container.send(container
                .anonymous("/events")
                .header("Authorization", "Bearer " + container.token() + "x")
                .header("Content-Type", ONE)
                .POST(BodyPublishers.ofString(event(id, "1"))));

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body())
                .startsWith("{\"error\":\"no or wrong token. Send the header Authorization: Bearer TOKEN; ")
                .endsWith(" token\"}\n");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(none.body());
        assertThat(head(container)).isEqualTo(before);
    }

    @Test
    void batchWithOneBadEventStoresNothing(Container container) throws IOException, InterruptedException {
        String before = head(container);

        HttpResponse<String> refused = container.post(
                "/events",
                BATCH,
                "[" + event(id, "1") + "," + withoutSource(id + "-2") + "," + event(id + "-3", "3") + "]");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .isEqualTo("{\"error\":\"event 1: source is missing\",\"field\":\"source\",\"index\":1}\n");
        assertThat(head(container)).isEqualTo(before);
    }

    @Test
    void badLineIsAnsweredAndTheOthersGoOn(Container container) throws IOException, InterruptedException {
        HttpResponse<String> answered = container.post(
                "/events",
                LINES,
                event(id, "1") + "\n" + withoutSource(id + "-2") + "\nnot JSON\n" + event(id + "-4", "4") + "\n");

        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(answered.body().lines())
                .satisfiesExactly(
                        first -> assertThat(first).matches("\\{\"line\":1,\"id\":\"" + id + "\",\"position\":\\d+\\}"),
                        second -> assertThat(second)
                                .isEqualTo("{\"line\":2,\"error\":\"source is missing\",\"field\":\"source\"}"),
                        third -> assertThat(third).startsWith("{\"line\":3,\"error\":\"is not JSON: "),
                        last -> assertThat(last).matches("\\{\"line\":4,\"id\":\"" + id + "-4\",\"position\":\\d+\\}"));
        assertThat(head(container)).contains("\"" + id + "-4\"");
    }

    @Test
    void sameIdWithOtherContentIsAConflict(Container container) throws IOException, InterruptedException {
        HttpResponse<String> first = container.post("/events", ONE, event(id, "1"));
        String before = head(container);

        HttpResponse<String> again = container.post("/events", ONE, event(id, "1"));
        HttpResponse<String> other = container.post("/events", ONE, event(id, "2"));

        assertThat(first.body()).endsWith("\"duplicate\":false}\n");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body().replace("\"duplicate\":false", "\"duplicate\":true"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body())
                .isEqualTo("{\"error\":\"Event id used before: source=/bad, id=" + id
                        + ", index=0, difference=payload\",\"field\":\"id\"}\n");
        assertThat(head(container)).isEqualTo(before);
    }

    @Test
    void wrongSettingIsNamedWithFileAndLineAndTheOldOneStays(Container container) throws IOException {
        Path file = container.home().resolve("etc/io.mistersmith.gateway.cfg");
        String good = Files.readString(file);
        String wrong = good.replace("\nwindow=256\n", "\nwindow=25x\n");
        long line = wrong.lines().takeWhile(one -> !one.equals("window=25x")).count() + 1;
        try {
            Files.writeString(file, wrong);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(container.shell("cfg:problems"))
                    .isEqualTo(file + ":" + line + ": window=25x is not a whole number 1..65536. "
                            + "Still using 256. Mend the line and save.\n"));
        } finally {
            Files.writeString(file, good);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(container.shell("cfg:problems")).isEqualTo("no problems\n"));
    }
}
