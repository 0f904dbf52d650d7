package io.mistersmith.metrics.exporters.internal.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.metrics.exporters.internal.prometheus.PrometheusText;
import io.mistersmith.metrics.internal.RealMetrics;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final RealMetrics real = new RealMetrics();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private volatile int answer = 202;
    private final HttpServer server;

    PushTest() throws IOException {
        server = HttpServer.create(ANY, 10);
    }

    @BeforeEach
    void start() {
        real.metrics().counter("flagged_total", "Flagged").get().increment();
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type") + "\n" + body);
                exchange.sendResponseHeaders(answer, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void metricsArePutUnderTheirJobAndInstance() throws Exception {
        push(server.getAddress().getPort(), "i-1").send(real.families());
        push(server.getAddress().getPort(), "").send(real.families());

        assertThat(requests.poll(5, TimeUnit.SECONDS))
                .startsWith("PUT /metrics/job/orders/instance/i-1 text/plain; version=0.0.4; charset=utf-8\n")
                .contains("\nflagged_total 1.0\n");
        assertThat(requests.poll(5, TimeUnit.SECONDS)).startsWith("PUT /metrics/job/orders text/plain");
    }

    @Test
    void anAnswerOtherThanOkIsAFailureThatNamesIt() {
        answer = 500;
        int port = server.getAddress().getPort();

        assertThatThrownBy(() -> push(port, "").send(real.families()))
                .isInstanceOf(IOException.class)
                .hasMessage("PUT http://127.0.0.1:" + port + "/metrics/job/orders was answered with 500");
    }

    @Test
    void aServerThatHangsIsGivenUpAfterTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();

            assertThatThrownBy(() -> push(silent.getLocalPort(), "").send(real.families()))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailure() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThatThrownBy(() -> push(port, "").send(real.families())).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "gopher://x, orders, i, url=gopher://x is no address to push to",
        "'', orders, i, url= is no address to push to",
        "http://x, a b, i, 'job=a b, instance=i'",
        "http://x, a, ../b, 'job=a, instance=../b'"
    })
    void aBadTargetIsRefusedWithTheOffendingText(String url, String job, String instance, String text) {
        assertThatThrownBy(() -> Push.target(url, job, instance, 300))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    private static Push push(int port, String instance) {
        return new Push(
                Push.target("http://127.0.0.1:" + port + "/", "orders", instance, 300),
                PrometheusText.with("", new HistogramBuckets(new double[0], List.of(), "")));
    }
}
