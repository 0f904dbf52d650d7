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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The metrics of a started container, as Prometheus and an operator see them. */
@ExtendWith(SharedContainer.class)
class MetricsIT {

    private static final Pattern NAME =
            Pattern.compile("\\b(component_state|(mistersmith|jvm|process|system|osgi|hikaricp)_[a-z0-9_]+)\\b");

    @Test
    void prometheusScrapesAndItsOwnCheckFindsNothing(Container container) throws IOException, InterruptedException {
        HttpResponse<String> scrape = container.scrape("text/plain");

        assertThat(scrape.statusCode()).isEqualTo(200);
        assertThat(scrape.body())
                .contains(
                        "# TYPE mistersmith_threads_wait_seconds histogram\n", "mistersmith_eventstore_head_position ");
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

    @Test
    void whatDashboardAndAlertsNameExists() throws Exception {
        try (Container container = Container.fresh("named")
                .with("MS_METRICS_JMX__DEFAULT__ENABLED", "true")
                .with("MS_METRICS_JMX__DEFAULT__INTERVAL_MS", "200")
                .with("MS_METRICS_MAX_SERIES", "1")
                .start()) {
            write(container, "pools.jdbc-db", "url=jdbc:postgresql://127.0.0.1:1/none\nuser=nobody\nmin.size=0\n");
            write(container, "resilience.breaker-db", "");
            container.deploy(Checkout.orders());
            assertThat(container.shell("plugin:wait orders")).contains("running");
            HttpResponse<String> posted = container.post(
                    "/events",
                    "application/cloudevents+json",
                    "{\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/it\",\"id\":\"1\",\"subject\":\"o-1\","
                            + "\"data\":{\"order\":\"o-1\",\"customer\":\"c\",\"currency\":\"EUR\",\"amount\":1}}");
            assertThat(posted.statusCode()).isEqualTo(200);
            Path monitoring = container.installation().resolve("monitoring");
            Set<String> named = new TreeSet<>();
            named.addAll(names(Container.read(monitoring.resolve("alerts.yml"))));
            named.addAll(names(Container.read(monitoring.resolve("grafana-dashboard.json"))));
            assertThat(named).hasSizeGreaterThan(40);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Set<String> missing = new TreeSet<>(named);
                missing.removeAll(families(container.scrape("text/plain").body()));
                assertThat(missing).as("metrics that nobody has").isEmpty();
            });
            Tools.require("promtool");
            command(
                    container,
                    "promtool",
                    "check",
                    "rules",
                    monitoring.resolve("alerts.yml").toString());
        }
    }

    @Test
    void commandsShowWhatPrometheusSees(Container container) {
        assertThat(container.shell("metric:list jvm_threads")).contains("jvm_threads_live_threads");
        assertThat(container.shell("metric:show --json jvm_threads_live_threads"))
                .matches("\\[\\{\"labels\":\\{\\},\"value\":\\d+\\}\\]\\s*");
        assertThat(container.shell("metric:show mistersmith_threads_run_seconds"))
                .contains("pool=io", "p999");
        assertThat(container.shell("metric:exporters --json"))
                .contains("{\"name\":\"prometheus-default\",\"state\":\"listening\"")
                .contains("{\"name\":\"statsd-default\",\"state\":\"off\",\"exports\":0,\"failures\":0");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> container
                                .tryShell("metric:watch jvm_threads_live_threads")
                                .status()
                        == 0);
        assertThat(container.shell("metric:watch jvm_threads_live_threads")).containsPattern("[▁▂▃▄▅▆▇█]");

        Result unknown = container.tryShell("metric:show nothing");
        assertThat(unknown.status()).isNotZero();
        assertThat(unknown.text()).contains("No metric nothing; metric:list shows all");
    }

    @Test
    void runtimeAndProcessMetricsAreSwitchedWhileRunning(Container container) throws Exception {
        Path file = container.home().resolve("etc/io.mistersmith.metrics.cfg");
        String before = Files.readString(file);
        assertThat(container.scrape("text/plain").body())
                .contains("\njvm_threads_live_threads ", "\nprocess_cpu_usage ");

        Files.writeString(file, before.replace("enable.runtime.metrics=true", "enable.runtime.metrics=false"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(container.scrape("text/plain").body())
                        .doesNotContain("jvm_threads", "osgi_bundles")
                        .contains("\nprocess_cpu_usage "));

        Files.writeString(file, before);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(container.scrape("text/plain").body()).contains("\njvm_threads_live_threads "));
    }

    /** Names of metrics in expressions, without what Prometheus adds to the name of a summary. */
    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(name.group().replaceAll("_(sum|count|bucket)$", ""));
        }
        return names;
    }

    private static Set<String> families(String scrape) {
        return scrape.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toSet());
    }

    private static void write(Container container, String instance, String text) throws IOException {
        Path etc = container.home().resolve("etc");
        Path unused = Files.writeString(etc.resolve("io.mistersmith." + instance + ".cfg"), text);
    }

    private static void command(Container container, String... command) {
        Commands.run(container.home(), Map.of(), Duration.ofSeconds(30), List.of(command))
                .expectSuccess();
    }
}
