package io.mistersmith.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.gateway.internal.intake.Limits;
import io.mistersmith.lifecycle.Readiness;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesOverHttpTest {

    private GatewayServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new GatewayServer(
                folder,
                new Limits(
                        1_024, 4_096, 8_192, 8, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        server.health.readiness = readiness(List.of());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void checksOfTheTagAreListedWithWhatTheySay() throws Exception {
        server.health.executor = new FakeChecks()
                .add("disk", "ready", Status.OK, "9 GiB free")
                .add("deadlocks", "live", Status.OK, "no deadlock");

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"disk\",\"status\":\"UP\","
                        + "\"data\":{\"health\":\"healthy\",\"message\":\"9 GiB free\"}}]}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "OK, 200, UP, healthy",
        "WARN, 200, UP, degraded",
        "TEMPORARILY_UNAVAILABLE, 503, DOWN, unhealthy",
        "CRITICAL, 503, DOWN, unhealthy",
        "HEALTH_CHECK_ERROR, 503, DOWN, unknown",
    })
    void everyStatusHasItsAnswer(Status status, int code, String word, String health) throws Exception {
        server.health.executor = new FakeChecks().add("shop", "ready", status, "so");

        HttpResponse<String> answer = get("/ready");

        assertThat(answer.statusCode()).isEqualTo(code);
        assertThat(answer.body()).startsWith("{\"status\":\"" + word + "\"").contains("\"" + health + "\"");
    }

    @Test
    void aCheckThatHangsIsDownAndNamed() throws Exception {
        server.health.executor =
                new FakeChecks().hanging("printer", "ready").add("disk", "ready", Status.OK, "9 GiB free");

        HttpResponse<String> answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo("[+]disk ok\n[-]printer failed: no answer for 2000 ms\nreadyz check failed\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/livez"})
    void livenessLooksAtChecksThatAreTaggedSoAndAtNothingElse(String path) throws Exception {
        server.health.readiness = readiness(List.of("store: no engine yet"));
        FakeChecks checks = new FakeChecks().add("disk", "ready", Status.CRITICAL, "full");
        server.health.executor = checks;
        assertThat(get(path).statusCode()).isEqualTo(200);

        checks.add("deadlocks", "live", Status.CRITICAL, "2 threads wait for each other");

        assertThat(get(path).statusCode()).isEqualTo(503);
        assertThat(get(path).body()).contains("2 threads wait for each other").doesNotContain("disk");
    }

    @Test
    void startedStaysSoWhenTheContainerIsNotReadyForAWhile() throws Exception {
        server.health.readiness = readiness(List.of("store: no engine yet"));
        assertThat(get("/health/started").statusCode()).isEqualTo(503);

        server.health.readiness = readiness(List.of());
        assertThat(get("/health/started").statusCode()).isEqualTo(200);

        server.health.readiness = readiness(List.of("store: no engine yet"));
        assertThat(get("/health/started").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "/health/ready?verbose, ready",
        "/readyz?verbose, readyz",
        "/ready?verbose=1, ready",
        "/ready?x=%c0%af&verbose&y=%ff, ready",
    })
    void verboseIsTextLikeThatOfKubernetes(String path, String name) throws Exception {
        server.health.executor = new FakeChecks()
                .add("disk", "ready", Status.OK, "9 GiB free")
                .add("plugins", "ready", Status.WARN, "orders waits");

        HttpResponse<String> answer = get(path);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answer.body())
                .isEqualTo("[+]disk ok\n[+]plugins ok: degraded: orders waits\n" + name + " check passed\n");
    }

    @Test
    void livezAndReadyzSayOkAndNothingMore() throws Exception {
        assertThat(get("/livez").body()).isEqualTo("ok\n");
        assertThat(get("/readyz").body()).isEqualTo("ok\n");
    }

    @Test
    void anExecutorThatFailsIsDownAndNoError() throws Exception {
        server.health.executor = new FakeChecks() {
            @Override
            public List<org.apache.felix.hc.api.execution.HealthCheckExecutionResult> execute(
                    HealthCheckSelector selector) {
                throw new IllegalStateException("stopping");
            }
        };

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("health checks", "could not be run", "stopping");
    }

    @Test
    void liveAnswersWhateverIsMissing() throws Exception {
        server.inlet.bus(null);
        server.health.readiness = null;

        HttpResponse<String> answer = get("/health/live");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}\n");
    }

    @Test
    void readyNamesWhatIsMissing() throws Exception {
        server.health.readiness = null;
        assertThat(get("/health/ready").body()).contains("\"DOWN\"", "lifecycle");

        server.health.readiness = readiness(List.of("store: no engine yet"));
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .isEqualTo(
                        "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"store: no engine yet\",\"status\":\"DOWN\"}]}\n");

        server.health.readiness = readiness(List.of());
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return server.send(
                HttpRequest.newBuilder(server.request(path).build().uri()).build());
    }

    private static Readiness readiness(List<String> missing) {
        return new Readiness() {
            @Override
            public boolean ready() {
                return missing.isEmpty();
            }

            @Override
            public List<String> missing() {
                return missing;
            }
        };
    }
}
