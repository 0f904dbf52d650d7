package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that end the process, and processes that are killed while a handler works. */
@Tag("faults")
class DeadlyHandlerIT {

    private static final int DEATHS = 3;
    private static final int OTHERS = 40;
    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"memory", "halt"})
    void containerEndsThreeTimesAndThenRunsWithoutTheEvent(String deadly) throws Exception {
        try (Container container = recording(deadly)) {
            for (int n = 1; n <= OTHERS; n++) {
                post(container, "k-" + n, n);
            }
            tryPost(container, deadly);
            for (int death = 1; death <= DEATHS; death++) {
                await("death " + death).atMost(SOON).until(() -> !container.alive());
                container.script("--background"); // it may end before it is READY
            }

            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> container.get("/readyz").statusCode() == 200);
            await("the event is parked").atMost(SOON).untilAsserted(() -> assertThat(
                            container.tryShell("dlq:list").text())
                    .contains("recorder", deadly, "the container ended 3 times without a stop"));
            post(container, "after", OTHERS + 1);
            await("every other event is handled").atMost(SOON).until(() -> handled(container) == OTHERS + 1);
            assertThat(container.alive()).isTrue();
            assertThat(container.shell("smith:doctor"))
                    .contains(
                            "1 dead letter of recorder",
                            "the container ended 3 times",
                            "dlq:show recorder " + (OTHERS + 1));
            assertThat(container.log())
                    .contains(
                            "The container ended without a stop while a handler was called; calling it again, alone:"
                                    + " subscription=recorder, bundle=recorder/",
                            "ended=2 of 3 times",
                            "Event parked as a dead letter: subscription=recorder, bundle=recorder/");
        }
    }

    @Test
    void twoKillsDuringOneSlowCallParkNothing() throws Exception {
        try (Container container = recording("slow")) {
            Path pipe = container.home().resolve("data/recorder.pipe");
            Commands.run(container.home(), Map.of(), SOON, List.of("mkfifo", pipe.toString()))
                    .expectSuccess();
            post(container, "slow", -1);
            for (int kill = 1; kill <= 2; kill++) {
                awaitCall(container);
                container.kill9();
                container.start();
            }
            awaitCall(container);
            assertThat(container.shell("bus:subscriptions"))
                    .contains("the container ended without a stop during the call of position 1, 2 times");

            Files.writeString(pipe, "go on");

            await().atMost(SOON).until(() -> handled(container) == 1);
            assertThat(container.shell("dlq:list")).contains("No dead letters");
        }
    }

    private static void awaitCall(Container container) {
        await("the handler is called")
                .atMost(SOON)
                .until(() -> container.tryShell("thread:stacks blocking").text().contains("awaitPipe"));
    }

    private static Container recording(String name) throws Exception {
        Container container = Container.fresh("deadly-" + name).start();
        container.deploy(Checkout.recorder());
        container.shell("plugin:wait recorder");
        return container;
    }

    private static void post(Container container, String key, int n) throws Exception {
        String event =
                """
                {"specversion":"1.0","id":"d-%d","source":"/deadly","type":"test.ping","subject":"%s",\
                "data":{"key":"%s","n":%d}}"""
                        .formatted(n, key, key, n);
        assertThat(container
                        .post("/events", "application/cloudevents+json", event)
                        .statusCode())
                .isEqualTo(200);
    }

    /** The container may be gone before it answers. */
    private static void tryPost(Container container, String key) throws Exception {
        try {
            post(container, key, 0);
        } catch (IOException expected) {
            assertThat(expected).hasMessageNotContaining("refused");
        }
    }

    private static long handled(Container container) throws IOException {
        return Files.readAllLines(container.home().resolve("data/recorder.log")).stream()
                .filter(line -> line.startsWith("handled "))
                .map(line -> line.split(" ")[1])
                .distinct()
                .count();
    }
}
