package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Watches the system calls of the container: an acknowledgement leaves only after its event was forced to disk. */
class DurabilityIT {

    private static final int EVENTS = 20;

    @Test
    void eventIsForcedToDiskBeforeItsAcknowledgement() throws IOException, InterruptedException {
        SystemCalls calls = record("FULL");

        assertThat(calls.acknowledgements()).as("acknowledgements seen").isEqualTo(EVENTS);
        assertThat(calls.early())
                .as("acknowledgements sent before the event was forced to disk")
                .isEmpty();
        assertThat(calls.forced()).as("writes forced to disk").isGreaterThanOrEqualTo(EVENTS);
    }

    /** Shows that the test above can fail. */
    @Test
    void withoutSynchronousAcknowledgementsLeaveEarly() throws IOException, InterruptedException {
        SystemCalls calls = record("OFF");

        assertThat(calls.acknowledgements()).as("acknowledgements seen").isEqualTo(EVENTS);
        assertThat(calls.early())
                .as("acknowledgements sent before the event was forced to disk")
                .hasSize(EVENTS);
    }

    /** Posts events one by one to a container without plugins, so that nothing but their appends is written. */
    private static SystemCalls record(String synchronous) throws IOException, InterruptedException {
        Tools.require("strace");
        try (Container container = Container.fresh("durability")
                .with("MS_EVENTSTORE_SYNCHRONOUS", synchronous)
                .start()) {
            Path trace = container.home().resolve("data/strace.txt");
            Process strace = new ProcessBuilder(List.of(
                            "strace",
                            "-f",
                            "-y",
                            "-s",
                            "16",
                            "-o",
                            trace.toString(),
                            "-e",
                            "trace=fsync,fdatasync,write,writev,sendto,pwrite64",
                            "-p",
                            String.valueOf(container.pid())))
                    .redirectErrorStream(true)
                    .redirectOutput(container.home().resolve("data/strace.out").toFile())
                    .start();
            try {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> Container.read(container.home().resolve("data/strace.out"))
                                .contains("attached"));
                for (int n = 1; n <= EVENTS; n++) {
                    String event =
                            "{\"specversion\":\"1.0\",\"id\":\"d-%d\",\"source\":\"/durability\",\"type\":\"test.ping\",\"data\":{\"n\":%d}}";
                    assertThat(container
                                    .post("/events", "application/cloudevents+json", event.formatted(n, n))
                                    .statusCode())
                            .isBetween(200, 299);
                }
            } finally {
                strace.destroy(); // it lets go of the container
                assertThat(strace.waitFor(20, TimeUnit.SECONDS))
                        .as("strace ended")
                        .isTrue();
            }
            return SystemCalls.of(Files.readAllLines(trace));
        }
    }
}
