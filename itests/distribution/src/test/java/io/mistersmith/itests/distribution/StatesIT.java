package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.itests.distribution.plugins.RefusedHandlerActivator;
import io.mistersmith.itests.distribution.plugins.ThrowingActivator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What does not run is visible everywhere, the next step of each problem works, and in the end doctor is well again. */
class StatesIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** A command of a next step, with its arguments where it has any. */
    private static final Pattern COMMAND =
            Pattern.compile("\\b(?:(plugin:why|bus:forget|dlq:redrive|dlq:drop) ('[^']+'|[\\w.-]+)"
                    + "|(dlq:show) ([\\w.-]+ \\d+)|(thread:stacks) (io|compute|blocking)\\b|(metric:show) (mistersmith\\w+)"
                    + "|((?:smith|plugin|bus|store|thread|pool|cfg|log|bundle):[a-z-]+))");

    @Test
    void whatDoesNotRunIsToldEverywhereAndEveryNextStepWorks() throws Exception {
        try (Container container = Container.fresh("states").start()) {
            leaveASubscriptionAndAProjectionBehind(container);
            BundleJar.of("refused", "1.0.0")
                    .activator(RefusedHandlerActivator.class, "RefusedHandler")
                    .header(
                            "Import-Package",
                            "org.osgi.framework,io.mistersmith.eventbus;version=\"[1,2)\",io.mistersmith.event;version=\"[1,2)\"")
                    .drop(container);
            BundleJar.of("broken", "1.0.0").activator(ThrowingActivator.class).drop(container);
            Path file = container.home().resolve("etc/io.mistersmith.health.cfg");
            String before = Container.read(file);
            Files.writeString(file, before.replace("cpu.percent=70", "cpu.percent=700"));

            Result wait = container.tryShell("plugin:wait refused");
            assertThat(wait.status()).as(wait.text()).isNotZero();
            assertThat(wait.text()).contains("1 handler refused: ");
            assertThat(container.shell("plugin:list")).contains("running, 1 handler refused: ");
            assertThat(container.shell("bus:subscriptions"))
                    .contains("| refused", "| no handler", "2 positions behind");
            assertThat(container.shell("store:projections")).contains("pings", "no projection");
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(container.shell("smith:health")).containsPattern("subscriptions +\\| degraded");
                String doctor = container.shell("smith:doctor");
                assertThat(doctor)
                        .contains(
                                "is refused",
                                "subscription recorder has no handler",
                                "plugin broken",
                                "setting refused");
                assertThat(container.scrape("text/plain").body())
                        .contains(
                                "mistersmith_eventbus_refused_handlers 1",
                                "mistersmith_eventbus_unserved_subscriptions 1");
            });
            assertThat(container.get("/readyz").statusCode()).as("readiness").isEqualTo(200);
            assertThat(container.get("/livez").statusCode()).as("liveness").isEqualTo(200);

            for (String step : nextSteps(container)) {
                Result answer = container.tryShell(step);
                assertThat(answer.status()).as(answer.toString()).isZero();
                assertThat(answer.text()).doesNotContain("No plugin", "Command not found");
            }

            Files.writeString(file, before);
            container.shell("plugin:remove refused");
            container.shell("plugin:remove broken");
            assertThat(container.shell("bus:forget --dry-run recorder")).contains("would forget recorder");
            container.shell("bus:forget recorder");
            container.shell("bus:forget pings");
            assertThat(container.shell("store:projections")).doesNotContain("pings");
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("smith:doctor"))
                    .doesNotContain("recorder", "refused", "broken"));
        }
    }

    @Test
    void damagedEventStopsItsReadersVisiblyUntilItIsGivenUp() throws Exception {
        try (Container container = Container.fresh("damaged").start()) {
            for (int n = 1; n <= 3; n++) {
                ping(container, n);
            }
            container.stop();
            String database = "jdbc:sqlite:" + container.home().resolve("data/events.db");
            try (Connection connection = DriverManager.getConnection(database);
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE events SET payload = x'7b7d' WHERE position = 2");
            }
            container.start();
            container.deploy(Checkout.recorder());
            container.shell("plugin:wait recorder");

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(container.shell("store:projections")).containsPattern("pings .*\\| stuck .*store:give-up 2");
                assertThat(container.shell("bus:subscriptions")).containsPattern("recorder .*store:give-up 2");
                assertThat(container.shell("smith:doctor"))
                        .contains("projection pings is stuck", "check store is degraded");
            });
            assertThat(container.shell("store:give-up --dry-run 2")).contains("would give up event 2");
            assertThat(container.tryShell("store:give-up 1").text()).contains("event 1 is not damaged");
            assertThat(container.shell("store:give-up 2")).contains("gave up event 2");

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(container.shell("store:projections")).containsPattern("pings .*\\| running +\\| 3 ");
                assertThat(Deliveries.of(container).delivered()).contains("s-1", "s-3");
            });
            assertThat(container.shell("store:verify")).contains("integrity check: ok");
            await().atMost(SOON).untilAsserted(() -> assertThat(container.shell("smith:doctor"))
                    .doesNotContain("damaged", "stuck", "check store"));
        }
    }

    private static void leaveASubscriptionAndAProjectionBehind(Container container) throws Exception {
        container.deploy(Checkout.recorder());
        container.shell("plugin:wait recorder");
        ping(container, 1);
        await().atMost(SOON).until(() -> container.shell("store:projections").contains("| running | 1 "));
        container.shell("plugin:remove recorder");
        ping(container, 2);
        ping(container, 3);
    }

    private static void ping(Container container, int n) throws Exception {
        String event = "{\"specversion\":\"1.0\",\"id\":\"s-%d\",\"source\":\"/states\",\"type\":\"test.ping\","
                + "\"data\":{\"key\":\"k\",\"n\":%d}}";
        assertThat(container
                        .post("/events", "application/cloudevents+json", event.formatted(n, n))
                        .statusCode())
                .isBetween(200, 299);
    }

    /** Every command of every next step; those that would change something as a dry run. */
    private static List<String> nextSteps(Container container) {
        List<String> steps = new ArrayList<>();
        container
                .shell("smith:doctor")
                .lines()
                .filter(line -> line.startsWith("  next "))
                .forEach(line -> {
                    Matcher found = COMMAND.matcher(line);
                    int before = steps.size();
                    while (found.find()) {
                        String command = found.group();
                        steps.add(
                                command.matches("(bus:forget|dlq:redrive|dlq:drop) .*")
                                        ? command.replace(" ", " --dry-run ")
                                        : command);
                    }
                    assertThat(steps.size()).as(line).isGreaterThan(before);
                });
        assertThat(steps).hasSizeGreaterThan(3);
        return steps;
    }
}
