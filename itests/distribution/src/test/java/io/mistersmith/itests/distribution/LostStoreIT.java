package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A container whose database lost acknowledged events: it starts, says so everywhere, and goes on only when it is told to. */
@Tag("faults")
class LostStoreIT {

    private static final int EVENTS = 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void containerStartsSaysWhatIsMissingAndGoesOnWhenTheLossIsConfirmed() throws Exception {
        try (Container container = Container.fresh("lost").start()) {
            for (int n = 1; n <= EVENTS; n++) {
                assertThat(post(container, n).statusCode()).isBetween(200, 299);
            }
            Path data = container.home().resolve("data");
            container.kill9();
            Path away = Files.createDirectory(data.resolve("away"));
            for (String name : new String[] {"events.db", "events.db-wal", "events.db-shm"}) {
                Files.move(data.resolve(name), away.resolve(name));
            }

            String missing = "events up to position 20 were acknowledged: 20 are missing, 1 to 20";
            long begin = System.nanoTime();
            Result started = container.with("MS_START_SECONDS", "600").script("--background");

            assertThat(started.status())
                    .as("exit status of a start that is not READY")
                    .isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("a start that waits for somebody")
                    .isLessThan(SOON);
            assertThat(started.text()).contains("NOT READY", missing, "store:accept-loss 20", "shell smith:doctor");
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                HttpResponse<String> ready = container.get("/readyz");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains(missing);
            });
            assertThat(container.get("/livez").statusCode()).as("liveness").isEqualTo(200);
            HttpResponse<String> refused = post(container, EVENTS + 1);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            container.tryShell("smith:doctor").text())
                    .contains("check store is unhealthy", missing, "store:accept-loss 20"));
            assertThat(container.shell("store:info")).contains("not open", "1 to 20");
            assertThat(container.scrape("text/plain").body()).contains("mistersmith_eventstore_missing_events 20");
            assertThat(data.resolve("events.db"))
                    .as("a refused start makes no database")
                    .doesNotExist();
            assertThat(container.shell("store:accept-loss --dry-run")).contains("would give up 20 events");
            assertThat(container.tryShell("store:accept-loss 3").text()).contains("20 events are missing, not 3");
            assertThat(container.get("/readyz").statusCode()).isEqualTo(503);

            assertThat(container.shell("store:accept-loss 20")).contains("gave up 20 events, positions 1 to 20");

            await().atMost(SOON).until(() -> container.get("/readyz").statusCode() == 200);
            HttpResponse<String> accepted = post(container, EVENTS + 1);
            assertThat(accepted.statusCode()).isBetween(200, 299);
            assertThat(accepted.body()).contains("\"position\":21");
            assertThat(container.shell("store:verify")).contains("integrity check: ok");
            await("the answer of the check that was kept from before is out of date")
                    .atMost(SOON)
                    .until(() -> !container.tryShell("smith:doctor").text().contains("check store"));
        }
    }

    private static HttpResponse<String> post(Container container, int n) throws Exception {
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"l-%d\",\"source\":\"/lost\",\"type\":\"test.ping\",\"data\":{\"n\":%d}}";
        return container.post("/events", "application/cloudevents+json", event.formatted(n, n));
    }
}
