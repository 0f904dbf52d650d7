package io.mistersmith.metrics.exporters.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpServer;
import io.mistersmith.metrics.Timer;
import io.mistersmith.metrics.exporters.internal.HistogramBuckets;
import io.mistersmith.metrics.exporters.internal.HttpAddress;
import io.mistersmith.metrics.internal.RealMetrics;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decodes what is sent with the classes that OpenTelemetry publishes. */
class CollectorTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.000000006Z");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(String line, String type, String key, byte[] body) {}

    private final RealMetrics real = new RealMetrics();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private volatile byte[] answer = {};
    private final HttpServer server;

    CollectorTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(new Request(
                        exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        exchange.getRequestHeaders().getFirst("api-key"),
                        exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everyKindArrivesAsWhatItIs() throws Exception {
        real.metrics()
                .counter("flagged_total", "Flagged orders", "currency")
                .with("EUR")
                .increment(3);
        real.metrics().gauge("fill_ratio", "Fill é").get().set(-0.25);
        real.metrics().gauge("broken_ratio", "Broken", () -> Double.NaN);
        real.metrics().histogram("body_bytes", "Body", "bytes").get().record(100);
        Timer timer = real.metrics().timer("call_seconds", "Calls", "peer").with("a");
        List.of(1, 2, 2, 400).forEach(millis -> timer.record(Duration.ofMillis(millis)));

        ResourceMetrics sent = send(List.of("call_seconds:0.0015|0.0025"));

        assertThat(sent.getResource().getAttributesList())
                .containsExactly(pair("service.name", "orders"), pair("service.instance.id", "a1"));
        assertThat(sent.getScopeMetrics(0).getScope().getName()).isEqualTo("io.mistersmith");

        Metric counter = metric(sent, "flagged_total");
        assertThat(counter.getDescription()).isEqualTo("Flagged orders");
        assertThat(counter.getSum().getIsMonotonic()).isTrue();
        assertThat(counter.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        NumberDataPoint flagged = counter.getSum().getDataPoints(0);
        assertThat(flagged.getAsDouble()).isEqualTo(3);
        assertThat(flagged.getAttributesList()).containsExactly(pair("currency", "EUR"));
        assertThat(flagged.getStartTimeUnixNano()).isEqualTo(START.getEpochSecond() * 1_000_000_000L + 6);
        assertThat(Instant.ofEpochSecond(0, flagged.getTimeUnixNano()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());

        assertThat(metric(sent, "fill_ratio").getDescription()).isEqualTo("Fill é");
        assertThat(metric(sent, "fill_ratio").getGauge().getDataPoints(0).getAsDouble())
                .isEqualTo(-0.25);
        assertThat(metric(sent, "broken_ratio").getGauge().getDataPointsList()).isEmpty();

        assertThat(metric(sent, "body_bytes").getUnit()).isEqualTo("By");
        HistogramDataPoint body = metric(sent, "body_bytes").getHistogram().getDataPoints(0);
        assertThat(body.getExplicitBoundsList()).startsWith(1.0, 4.0, 16.0).hasSize(16);
        assertThat(body.getBucketCountsList()).hasSize(17).startsWith(0L, 0L, 0L, 0L, 1L);

        assertThat(metric(sent, "call_seconds").getUnit()).isEqualTo("s");
        HistogramDataPoint calls = metric(sent, "call_seconds").getHistogram().getDataPoints(0);
        assertThat(calls.getAttributesList()).containsExactly(pair("peer", "a"));
        assertThat(calls.getCount()).isEqualTo(4);
        assertThat(calls.getSum()).isCloseTo(0.405, within(1e-9));
        assertThat(calls.getMin()).isEqualTo(0.001);
        assertThat(calls.getMax()).isEqualTo(0.4);
        assertThat(calls.getExplicitBoundsList()).containsExactly(0.0015, 0.0025);
        assertThat(calls.getBucketCountsList()).containsExactly(1L, 2L, 1L);
    }

    @Test
    void thousandsOfSeriesArrive() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            real.metrics().counter("c" + i + "_total", "C").get().increment(i);
        }

        ResourceMetrics sent = send(List.of());

        for (int i = 0; i < 3_000; i++) {
            assertThat(metric(sent, "c" + i + "_total")
                            .getSum()
                            .getDataPoints(0)
                            .getAsDouble())
                    .isEqualTo(i);
        }
    }

    @Test
    void anAnswerOtherThanOkIsAFailureThatNamesIt() {
        status = 503;

        assertThatThrownBy(() -> collector(port(), List.of()).send(real.families()))
                .isInstanceOf(IOException.class)
                .hasMessage("POST http://127.0.0.1:" + port() + "/v1/metrics was answered with 503");
    }

    @Test
    void pointsThatTheReceiverRejectsAreAFailure() {
        answer = ExportMetricsServiceResponse.newBuilder()
                .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                        .setRejectedDataPoints(300)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray();

        assertThatThrownBy(() -> collector(port(), List.of()).send(real.families()))
                .isInstanceOf(IOException.class)
                .hasMessage("The receiver rejected 300 data points: too old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"partialSuccess\":{}}", "\n\u007f", "\u000b", "<html>"})
    void anAnswerThatSaysNothingIsASuccess(String text) throws Exception {
        answer = text.getBytes(StandardCharsets.UTF_8);

        collector(port(), List.of()).send(real.families());

        assertThat(requests).hasSize(1);
    }

    @Test
    void aReceiverThatHangsIsGivenUpAfterTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> collector(silent.getLocalPort(), List.of()).send(real.families()))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    private ResourceMetrics send(List<String> perMetric) throws IOException, InterruptedException {
        collector(port(), perMetric).send(real.families());
        Request request = requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.line()).isEqualTo("POST /v1/metrics");
        assertThat(request.type()).isEqualTo("application/x-protobuf");
        assertThat(request.key()).isEqualTo("s3cret");
        return decoded(request.body());
    }

    private static ResourceMetrics decoded(byte[] body) throws InvalidProtocolBufferException {
        ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(body);
        assertThat(request.getUnknownFields().asMap()).isEmpty();
        assertThat(request.getResourceMetricsCount()).isEqualTo(1);
        return request.getResourceMetrics(0);
    }

    private static Metric metric(ResourceMetrics sent, String name) {
        return sent.getScopeMetrics(0).getMetricsList().stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static Collector collector(int port, List<String> perMetric) {
        return new Collector(
                new HttpAddress("http://127.0.0.1:" + port + "/", "/v1/metrics", 300),
                Map.of("api-key", "s3cret"),
                new MetricsRequest(
                        new TreeMap<>(Map.of("service.name", "orders", "service.instance.id", "a1")).descendingMap(),
                        new HistogramBuckets(new double[] {1}, perMetric, ""),
                        START));
    }
}
