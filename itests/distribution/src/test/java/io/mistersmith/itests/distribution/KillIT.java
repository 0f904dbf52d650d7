package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Kills the container again and again while clients send: what was acknowledged is stored once, delivered at least once
 * and counted once. {@code -Ptorture} kills 20 times.
 */
class KillIT {

    private static final int SENDERS = 8;
    private static final int ACKNOWLEDGED_BETWEEN_KILLS = 500;
    /** What is settled but not saved, at most 100, and the recorder's calls in progress. */
    private static final int REPEATS_PER_KILL = 100 + 4;

    private final int kills = Integer.getInteger("distribution.kills", 3);

    @Test
    void whatWasAcknowledgedOutlivesEveryKill() throws InterruptedException, SQLException {
        try (Container container = Container.fresh("kill").start()) {
            container.deploy(Checkout.recorder());
            container.shell("plugin:wait recorder");
            Map<String, Long> acknowledged = sendAndKill(container);

            Path database = container.home().resolve("data/events.db");
            await().alias("every event delivered and counted")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Deliveries.of(container).delivered().containsAll(acknowledged.keySet())
                            && StoredPings.of(database).counted() >= acknowledged.size());
            container.stop();

            StoredPings stored = StoredPings.of(database);
            assertThat(stored.positions()).as("stored").containsAllEntriesOf(acknowledged);
            assertThat(stored.twice()).as("stored twice").isZero();
            assertThat(stored.versionGaps()).as("streams with a version gap").isZero();
            assertThat(stored.counted())
                    .as("counted by the projection")
                    .isEqualTo(stored.positions().size());
            Deliveries deliveries = Deliveries.of(container);
            assertThat(deliveries.repeats()).as("starts").hasSize(kills + 1).allMatch(n -> n <= REPEATS_PER_KILL);
            assertThat(deliveries.idChanges()).as("repeats with another id").isEmpty();
            assertThat(deliveries.disorder())
                    .as("first deliveries out of order")
                    .isEmpty();
        }
    }

    private Map<String, Long> sendAndKill(Container container) throws InterruptedException {
        try (Senders senders = new Senders(SENDERS, container, "kill", 0)) {
            for (int kill = 1; kill <= kills; kill++) {
                int before = senders.acknowledged().size();
                int moment = before
                        + ACKNOWLEDGED_BETWEEN_KILLS
                        + ThreadLocalRandom.current().nextInt(500);
                await().alias("acknowledgements before kill " + kill)
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> senders.acknowledged().size() >= moment && senders.inFlight() > 0);
                long killed = container.kill9();
                await().alias("requests in flight that kill " + kill + " broke")
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> senders.brokenAt(killed) > 0);
                container.start();
            }
            int last = senders.acknowledged().size();
            await().alias("acknowledgements after the last kill")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> senders.acknowledged().size() > last + ACKNOWLEDGED_BETWEEN_KILLS);
            return senders.finish();
        }
    }
}
