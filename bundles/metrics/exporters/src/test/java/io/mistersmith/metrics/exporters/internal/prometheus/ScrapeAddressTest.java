package io.mistersmith.metrics.exporters.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.metrics.internal.RealMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapeAddressTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress ANY = new InetSocketAddress(LOOPBACK, 0);
    private static final PrometheusText TEXT =
            new PrometheusText(new TextSettings("", new HistogramBuckets(new double[0], List.of(), "")));

    private final RealMetrics real = new RealMetrics();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ScrapeAddress address =
            new ScrapeAddress("etc/io.mistersmith.metrics.prometheus-default.cfg", executor, this::families);
    private boolean away;

    private @Nullable List<FamilySnapshot> families() {
        return away ? null : real.families();
    }

    @AfterEach
    void close() {
        address.close();
        executor.shutdownNow();
    }

    @Test
    void metricsAreServedInTheFormThatIsAskedFor() throws Exception {
        real.metrics().counter("flagged_total", "Flagged").get().increment();
        address.settings(ANY, TEXT);

        HttpResponse<String> plain = get("/metrics");
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.body()).contains("\nflagged_total 1.0\n");
        assertThat(plain.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");

        HttpResponse<String> open =
                send(request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0"));
        assertThat(open.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");

        HttpResponse<byte[]> zipped =
                http.send(request("/metrics").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("flagged_total 1.0");
        }
    }

    @Test
    void whatIsNoScrapeIsRefusedWithALineThatSaysWhatToDo() throws Exception {
        address.settings(ANY, TEXT);

        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics2").body()).isEqualTo("Metrics are at /metrics\n");
        HttpResponse<String> post = send(request("/metrics").POST(BodyPublishers.ofString("x")));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
        HttpResponse<String> head = send(request("/metrics").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();

        away = true;
        assertThat(get("/metrics").statusCode()).isEqualTo(503);
    }

    @Test
    void aPortThatIsTakenIsAProblemAndIsListenedOnWhenItIsFree() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, LOOPBACK);
        InetSocketAddress taken = new InetSocketAddress(LOOPBACK, other.getLocalPort());

        address.settings(taken, TEXT);

        assertThat(address.problem())
                .isEqualTo(LOOPBACK.getHostName() + ":" + taken.getPort()
                        + " cannot be listened on (Address already in use)."
                        + " Set another port in etc/io.mistersmith.metrics.prometheus-default.cfg");
        assertThat(address.open()).isFalse();

        other.close();
        assertThat(address.open()).isTrue();
        assertThat(address.problem()).isNull();
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void newSettingsOfTheTextKeepTheListener() throws Exception {
        address.settings(ANY, TEXT);
        int port = address.port();
        real.metrics().counter("flagged_total", "Flagged").get();

        address.settings(
                ANY, new PrometheusText(new TextSettings("acme_", new HistogramBuckets(new double[0], List.of(), ""))));
        assertThat(address.port()).isEqualTo(port);
        assertThat(get("/metrics").body()).contains("acme_flagged_total");

        address.settings(null, TEXT);
        assertThat(address.port()).isZero();
        assertThat(address.problem()).isNull();
    }

    @Test
    void aClientThatNeverEndsItsRequestHoldsNobodyUp() throws Exception {
        address.settings(ANY, TEXT);
        try (Socket slow = new Socket(LOOPBACK, address.port());
                Socket silent = new Socket(LOOPBACK, address.port())) {
            slow.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();
            assertThat(silent.isConnected()).isTrue();

            assertThat(get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
