package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the bus needs to make a call is away: the plugin's events wait, none fails and none is parked. */
@Tag("faults")
class InfrastructureAwayIT {

    private static final int ORDERS = 100;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void eventsWaitForThePayloadCodec() throws Exception {
        try (Container container = Container.fresh("codec").start()) {
            for (int n = 1; n <= ORDERS; n++) {
                String order =
                        """
                        {"specversion":"1.0","id":"i-%d","source":"/away","type":"order.placed","subject":"i-%d",\
                        "data":{"order":"i-%d","customer":"c-1","currency":"EUR","amount":1}}"""
                                .formatted(n, n, n);
                assertThat(container
                                .post("/events", "application/cloudevents+json", order)
                                .statusCode())
                        .isEqualTo(200);
            }
            container.shell("bundle:stop io.mistersmith.event.provider");
            container.deploy(Checkout.orders());
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            container.tryShell("bus:subscriptions").text())
                    .contains("waiting for the payload codec"));

            container.shell("bundle:start io.mistersmith.event.provider");

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(container.tryShell("orders:totals").text()).contains("c-1", "100.00");
                assertThat(container.tryShell("bus:subscriptions").text()).doesNotContain("waiting");
            });
            assertThat(container.shell("dlq:list")).contains("No dead letters.");
            assertThat(container.scrape("text/plain").body())
                    .doesNotContainPattern("mistersmith_eventbus_failed_total\\{[^}]*\\} [1-9]");
        }
    }
}
