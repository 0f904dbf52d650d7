package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The metrics of a started container, as Prometheus and an operator see them. */
@ExtendWith(SharedContainer.class)
class MetricsIT {

    @Test
    void prometheusScrapesAndItsOwnCheckFindsNothing(Container container) throws IOException, InterruptedException {
        HttpResponse<String> scrape = container.scrape("text/plain");

        assertThat(scrape.statusCode()).isEqualTo(200);
        assertThat(scrape.body())
                .contains("# TYPE mistersmith_threads_wait_seconds summary\n", "mistersmith_eventstore_head_position ");
        Tools.require("promtool");
        Path text = Files.writeString(container.home().resolve("data/tmp/scrape.txt"), scrape.body());
        Commands.run(
                        container.home(),
                        Map.of(),
                        Duration.ofSeconds(30),
                        List.of("sh", "-c", "promtool check metrics < \"$0\"", text.toString()))
                .expectSuccess();
    }

    @Test
    void openMetricsIsForWhoAsks(Container container) throws IOException, InterruptedException {
        HttpResponse<String> scrape = container.scrape("application/openmetrics-text;version=1.0.0");

        assertThat(scrape.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(scrape.body()).endsWith("# EOF\n");
    }

    @Test
    void aTakenPortIsALineInTheLogAndIsListenedOnWhenItIsFree() throws Exception {
        try (Container container = Container.fresh("scrape")) {
            ServerSocket other = new ServerSocket(container.scrapePort(), 1, InetAddress.getLoopbackAddress());
            container.with("MS_METRICS_PROMETHEUS__DEFAULT__RETRY_MS", "200").start();

            assertThat(container.log())
                    .contains("Prometheus: 127.0.0.1:" + container.scrapePort() + " cannot be listened on")
                    .contains("Set another port in etc/io.mistersmith.metrics.prometheus-default.cfg");

            other.close();
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> container.scrape("text/plain").statusCode() == 200);
        }
    }
}
