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

/** 500 MB of events wait for a handler that does not return, in a heap of 256 MiB. */
@Tag("faults")
class SmallHeapIT {

    private static final int EVENTS = 500;
    private static final String FILLER = "x".repeat(1_000_000);
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void eventsThatWaitForAHandlerStayOnDisk() throws Exception {
        try (Container container =
                Container.fresh("heap").with("MS_JAVA_OPTS", "-Xmx256m").start()) {
            Path pipe = container.home().resolve("data/recorder.pipe");
            Commands.run(container.home(), Map.of(), SOON, List.of("mkfifo", pipe.toString()))
                    .expectSuccess();
            container.deploy(Checkout.recorder());
            container.shell("plugin:wait recorder");
            post(container, -1, "");
            for (int n = 1; n <= EVENTS; n++) {
                post(container, n, FILLER);
            }
            assertThat(handled(container)).as("calls that have returned").isZero();

            Files.writeString(pipe, "go on");

            await().atMost(SOON).until(() -> handled(container) == EVENTS + 1);
            assertThat(container.log()).doesNotContain("OutOfMemoryError");
            assertThat(container.home().resolve("data/heap.hprof")).doesNotExist();
        }
    }

    private static void post(Container container, int n, String filler) throws Exception {
        String event =
                """
                {"specversion":"1.0","id":"h-%d","source":"/heap","type":"test.ping","subject":"held",\
                "data":{"key":"held","n":%d,"filler":"%s"}}"""
                        .formatted(n, n, filler);
        assertThat(container
                        .post("/events", "application/cloudevents+json", event)
                        .statusCode())
                .isEqualTo(200);
    }

    private static long handled(Container container) throws IOException {
        return Files.readAllLines(container.home().resolve("data/recorder.log")).stream()
                .filter(line -> line.startsWith("handled "))
                .count();
    }
}
