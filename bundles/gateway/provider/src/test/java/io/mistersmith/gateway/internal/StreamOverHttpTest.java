package io.mistersmith.gateway.internal;

import static io.mistersmith.gateway.internal.GatewayServer.chunk;
import static io.mistersmith.gateway.internal.GatewayServer.event;
import static io.mistersmith.gateway.internal.GatewayServer.readUntil;
import static io.mistersmith.gateway.internal.GatewayServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.gateway.internal.intake.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamOverHttpTest {

    private static final String LINES = "application/x-ndjson";
    private static final int WINDOW = 64;
    private static final Limits LIMITS = new Limits(
            4_000, 1 << 20, 8 << 20, WINDOW, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(2));

    private GatewayServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new GatewayServer(folder, LIMITS);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void everyLineIsAnsweredInOrderWithItsPosition() throws Exception {
        int count = 10_000;
        String body = IntStream.rangeClosed(1, count)
                .mapToObj(i -> event("o-" + i) + "\n")
                .collect(Collectors.joining());

        HttpResponse<String> answer = server.post(LINES, body);

        List<String> expected = IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{\"line\":" + i + ",\"id\":\"o-" + i + "\",\"position\":" + i + "}")
                .toList();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(LINES);
        assertThat(answer.body().lines().toList()).isEqualTo(expected);
    }

    @Test
    void aBadLineIsAnsweredAndTheOthersGoOn() throws Exception {
        String tooLong = event("x".repeat(5_000));
        String body = event("a") + "\n\r\n" + event("b").replace("\"id\"", "\"i\"") + "\r\nnonsense\n" + tooLong + "\n"
                + event("c") + "\n" + event("a") + "\n" + event("a").replace("1}}", "2}}") + "\n" + event("last");

        List<String> answers = server.post(LINES, body).body().lines().toList();

        assertThat(answers).hasSize(8);
        assertThat(answers.get(0)).isEqualTo("{\"line\":1,\"id\":\"a\",\"position\":1}");
        assertThat(answers.get(1)).isEqualTo("{\"line\":3,\"error\":\"id is missing\",\"field\":\"id\"}");
        assertThat(answers.get(2)).startsWith("{\"line\":4,\"error\":\"is not JSON");
        assertThat(answers.get(3)).isEqualTo("{\"line\":5,\"error\":\"longer than max.event.bytes=4000\"}");
        assertThat(answers.get(4)).isEqualTo("{\"line\":6,\"id\":\"c\",\"position\":2}");
        assertThat(answers.get(5)).isEqualTo("{\"line\":7,\"id\":\"a\",\"position\":1,\"duplicate\":true}");
        assertThat(answers.get(6))
                .startsWith("{\"line\":8,\"error\":\"Event id used before")
                .endsWith(",\"field\":\"id\"}");
        assertThat(answers.get(7)).isEqualTo("{\"line\":9,\"id\":\"last\",\"position\":3}");
        assertThat(server.bus.ids()).containsExactly("a", "c", "last");
    }

    @Test
    void anEmptyStreamIsAnEmptyAnswer() throws Exception {
        HttpResponse<String> answer = server.post(LINES, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aStoreThatFailsInTheMiddleIsToldForEachLineItFailed() throws Exception {
        server.bus.failing(event -> "o-3".equals(event.id()) ? new StoreFullException("disk") : null);
        String body = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> event("o-" + i) + "\n")
                .collect(Collectors.joining());

        List<String> answers = server.post(LINES, body).body().lines().toList();

        assertThat(answers)
                .hasSize(5)
                .element(2)
                .isEqualTo("{\"line\":3,\"error\":\"Event store full: disk\",\"retryable\":true}");
        assertThat(server.bus.ids()).containsExactly("o-1", "o-2", "o-4", "o-5");
    }

    @Test
    void anAnswerComesWhileTheStreamGoesOn() throws Exception {
        try (Socket socket = server.connect()) {
            OutputStream out = server.beginStream(socket);
            for (int i = 1; i <= 3; i++) {
                chunk(out, event("o-" + i) + "\n");

                assertThat(readUntil(socket.getInputStream(), "}\n")).contains("\"line\":" + i + ",");
            }
            write(out, "0\r\n\r\n");
            assertThat(readUntil(socket.getInputStream(), "0\r\n\r\n")).contains("0\r\n\r\n");

            write(out, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(readUntil(socket.getInputStream(), "}\n")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void noMoreIsReadThanTheWindowHoldsWhileTheStoreIsSlow() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        server.committer.execute(() -> awaitQuietly(stuck));
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try (Socket socket = server.connect()) {
            OutputStream out = server.beginStream(socket);
            sender.execute(() -> sendForEver(out, 1));

            await().atMost(Duration.ofSeconds(5)).until(() -> server.bus.ids().size() >= WINDOW);
            await().during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> server.bus.ids().size() == WINDOW);

            stuck.countDown();
            await().atMost(Duration.ofSeconds(5)).until(() -> server.bus.ids().size() > 2 * WINDOW);
        } finally {
            sender.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> server.gateway.exchanges().size() == 0);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> server.gateway.budget().held() == 0);
    }

    /** More clients that never read than the server has threads: the others do not notice, and the slow ones end. */
    @Test
    void clientsThatDoNotReadTheirAnswersBlockNobody() throws Exception {
        int slow = 3 * GatewayServer.THREADS;
        ExecutorService senders = Executors.newFixedThreadPool(slow);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < slow; i++) {
                Socket socket = server.connect();
                sockets.add(socket);
                OutputStream out = server.beginStream(socket);
                senders.execute(() -> sendForEver(out, 1));
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.gateway.exchanges().size() == slow
                            && server.bus.ids().size() >= 1);

            for (int i = 0; i < 20; i++) {
                assertThat(server.post("application/cloudevents+json", event("quick-" + i))
                                .statusCode())
                        .isEqualTo(200);
            }

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.gateway.exchanges().size() == 0);
            assertThat(server.gateway.budget().held()).isZero();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            senders.shutdownNow();
        }
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehindAndWhatItWasToldIsStored() throws Exception {
        String heard;
        try (Socket socket = server.connect()) {
            OutputStream out = server.beginStream(socket);
            chunk(
                    out,
                    event("whole-1") + "\n" + event("whole-2") + "\n"
                            + event("half").substring(0, 40));
            heard = readUntil(socket.getInputStream(), "whole-2\",\"position\":2}\n");
            socket.setSoLinger(true, 0);
        }

        assertThat(heard).contains("whole-2");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> server.gateway.exchanges().size() == 0);
        assertThat(server.gateway.budget().held()).isZero();
        assertThat(server.bus.ids()).containsExactly("whole-1", "whole-2");
    }

    @Test
    void aBodyThatEndsTooSoonIsNotTakenForItsLastLine() throws Exception {
        try (Socket socket = server.connect()) {
            OutputStream out = server.beginStream(socket);
            chunk(out, event("whole") + "\n" + event("maybe"));
            socket.shutdownOutput();

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> server.bus.ids().size() == 1
                            && server.gateway.exchanges().size() == 0);
        }
        assertThat(server.bus.ids()).containsExactly("whole");
    }

    @Test
    void aSilentClientIsToldThatItsStreamEnds() throws Exception {
        try (Socket socket = server.connect()) {
            chunk(server.beginStream(socket), event("o-1") + "\n");

            String all = readUntil(socket.getInputStream(), "end of connection");

            assertThat(all)
                    .contains("{\"line\":1,\"id\":\"o-1\",\"position\":1}\n")
                    .contains("{\"error\":\"nothing came for 1000 ms, the stream ends here\",\"retryable\":true}\n");
        }
    }

    @Test
    void aLineThatComesByteByByteEndsTheStream() throws Exception {
        try (Socket socket = server.connect();
                Dripping drip = new Dripping()) {
            OutputStream out = server.beginStream(socket);
            chunk(out, event("o-1") + "\n");
            drip.start(() -> chunk(out, "x"));

            String all = readUntil(socket.getInputStream(), "end of connection");

            assertThat(all)
                    .contains("{\"line\":1,\"id\":\"o-1\",\"position\":1}\n")
                    .contains(
                            "{\"error\":\"line 2 did not end within 3000 ms, the stream ends here\",\"retryable\":true}\n");
        }
    }

    @Test
    void blankLinesKeepAStreamOpen() throws Exception {
        try (Socket socket = server.connect();
                Dripping drip = new Dripping()) {
            OutputStream out = server.beginStream(socket);
            CountDownLatch longerThanEveryLimit = new CountDownLatch(4_000 / Dripping.MILLIS);
            drip.start(() -> {
                if (longerThanEveryLimit.getCount() > 0) {
                    chunk(out, "\n");
                    longerThanEveryLimit.countDown();
                }
            });
            longerThanEveryLimit.await();
            chunk(out, event("o-1") + "\n");

            assertThat(readUntil(socket.getInputStream(), "}\n")).contains("\"position\":1}");
        }
    }

    @Test
    void aCommitThatDoesNotComeIsAnsweredAsUnknownAndTheStreamGoesOn() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        server.committer.execute(() -> awaitQuietly(stuck));
        try (Socket socket = server.connect()) {
            OutputStream out = server.beginStream(socket);
            chunk(out, event("o-1") + "\n");

            String unknown = readUntil(socket.getInputStream(), "}\n");
            stuck.countDown();
            chunk(out, event("o-2") + "\n");
            String known = readUntil(socket.getInputStream(), "}\n");

            assertThat(unknown).contains("{\"line\":1,\"error\":\"no answer", "\"outcome\":\"unknown\"");
            assertThat(known).contains("{\"line\":2,\"id\":\"o-2\",\"position\":2}");
        }
    }

    @Test
    void aGatewayThatEndsSaysSoToItsStreams() throws Exception {
        try (Socket socket = server.connect()) {
            chunk(server.beginStream(socket), event("o-1") + "\n");
            readUntil(socket.getInputStream(), "}\n");

            server.gateway.close();

            assertThat(readUntil(socket.getInputStream(), "end of connection")).contains("the container takes no more");
        }
    }

    private static void sendForEver(OutputStream out, int from) {
        try {
            for (int i = from; ; i++) {
                chunk(out, event(Thread.currentThread().getName() + "-" + i) + "\n");
            }
        } catch (IOException e) {
            // the connection has ended, and so does its sender
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
