package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Replaces the plugin and the providers that it stands on while clients send: nothing acknowledged is lost, callers get a
 * typed error at most, and everything runs again within 5 s. {@code -Ptorture} replaces each 10 times.
 */
class SwapIT {

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final int swaps = Integer.getInteger("distribution.swaps", 2);

    @Test
    void replacingPluginAndProvidersLosesNothing() throws InterruptedException, SQLException {
        try (Container container = Container.fresh("swap").start()) {
            container.deploy(Checkout.recorder());
            container.shell("plugin:wait recorder");
            Map<String, Long> acknowledged;
            try (Senders senders = new Senders(4, container, "swap", 2)) {
                for (int swap = 1; swap <= swaps; swap++) {
                    replacePlugin(container, senders, swap);
                    int starts = Deliveries.of(container).repeats().size();
                    update(container, senders, "eventbus");
                    update(container, senders, "eventstore");
                    assertThat(Deliveries.of(container).repeats())
                            .as("starts of the plugin bundle after its providers were replaced")
                            .hasSize(starts);
                }
                acknowledged = senders.finish();
                assertThat(senders.refusals().keySet())
                        .as("what callers were told while a provider was away")
                        .allMatch(refusal -> refusal.startsWith("503 {\"error\":"));
            }
            awaitDelivered(container, acknowledged.keySet(), Duration.ofSeconds(30));
            container.stop();

            StoredPings stored = StoredPings.of(container.home().resolve("data/events.db"));
            assertThat(stored.positions()).as("stored").containsAllEntriesOf(acknowledged);
            assertThat(stored.twice()).as("stored twice").isZero();
            assertThat(stored.versionGaps()).as("streams with a version gap").isZero();
            assertThat(Deliveries.of(container).disorder())
                    .as("first deliveries out of order")
                    .isEmpty();
        }
    }

    private static void replacePlugin(Container container, Senders senders, int swap) throws InterruptedException {
        String version = "1." + swap;
        Path next = Checkout.withVersion(
                Checkout.recorder(), version, container.home().resolve("data"));
        container.deploy(next);
        assertThat(container.shell("plugin:wait recorder " + version)).contains(" -> " + version, ", 0 lost");
        awaitRunsAgain(container, senders);
    }

    private static void update(Container container, Senders senders, String concern) throws InterruptedException {
        container.shell("bundle:update io.mistersmith." + concern + ".provider "
                + Checkout.provider(concern).toUri());
        awaitRunsAgain(container, senders);
    }

    /** What is acknowledged from now on is delivered, all within the time that a replacement may take. */
    private static void awaitRunsAgain(Container container, Senders senders) {
        Set<String> before = Set.copyOf(senders.acknowledged().keySet());
        await().alias("an event acknowledged and delivered after the replacement")
                .atMost(AGAIN)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Deliveries.of(container).delivered().stream()
                        .anyMatch(id ->
                                !before.contains(id) && senders.acknowledged().containsKey(id)));
    }

    private static void awaitDelivered(Container container, Set<String> ids, Duration limit) {
        await().alias("every acknowledged event delivered")
                .atMost(limit)
                .until(() -> Deliveries.of(container).delivered().containsAll(ids));
    }
}
