package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the container again and again while clients send: what was acknowledged is stored once, delivered at least once
 * and counted once. {@code -Ptorture} kills 20 times.
 */
@Tag("faults")
class KillIT {

    private static final int SENDERS = 8;
    private static final int ACKNOWLEDGED_BETWEEN_KILLS = 500;
    /** What is settled but not saved, at most 100, and the recorder's calls in progress. */
    private static final int REPEATS_PER_KILL = 100 + 4;

    private static final int MOST_MISSES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int kills = Integer.getInteger("distribution.kills", 3);

    @Test
    void whatWasAcknowledgedOutlivesEveryKill() throws InterruptedException, SQLException {
        try (Container container = Container.fresh("kill").start()) {
            container.deploy(Checkout.recorder());
            container.shell("plugin:wait recorder");
            int starts = 1;
            Map<String, Long> acknowledged;
            try (Senders senders = new Senders(SENDERS, container, "test.ping", "kill", 0)) {
                for (int kill = 1; kill <= kills; kill++) {
                    starts += killDuringARequest(container, senders);
                }
                awaitMore(senders, ACKNOWLEDGED_BETWEEN_KILLS);
                acknowledged = senders.finish();
            }

            Path database = container.home().resolve("data/events.db");
            await().alias("every event delivered and counted")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Deliveries.of(container).delivered().containsAll(acknowledged.keySet())
                            && StoredEvents.of(database, "test.ping", "pings").counted() >= acknowledged.size());
            container.stop();

            StoredEvents stored = StoredEvents.of(database, "test.ping", "pings");
            assertThat(stored.positions()).as("stored").containsAllEntriesOf(acknowledged);
            assertThat(stored.twice()).as("stored twice").isZero();
            assertThat(stored.versionGaps()).as("streams with a version gap").isZero();
            assertThat(stored.counted())
                    .as("counted by the projection")
                    .isEqualTo(stored.positions().size());
            Deliveries deliveries = Deliveries.of(container);
            assertThat(deliveries.repeats()).as("starts").hasSize(starts).allMatch(n -> n <= REPEATS_PER_KILL);
            assertThat(deliveries.idChanges()).as("repeats with another id").isEmpty();
            assertThat(deliveries.disorder())
                    .as("first deliveries out of order")
                    .isEmpty();
        }
    }

    /**
     * Kills the container and starts it again until a kill broke a request in flight; most kills do, but a kill can fall
     * between two requests.
     *
     * @return the number of kills
     */
    private static int killDuringARequest(Container container, Senders senders) {
        for (int kill = 1; kill <= MOST_MISSES; kill++) {
            awaitMore(
                    senders,
                    ACKNOWLEDGED_BETWEEN_KILLS + ThreadLocalRandom.current().nextInt(500));
            await().alias("a request in flight")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> senders.inFlight() > 0);
            long killed = container.kill9();
            await().alias("every request that was in flight when the container was killed has ended")
                    .atMost(PATIENCE)
                    .until(() -> senders.oldestInFlight() - killed > 0);
            container.start();
            if (senders.brokenAt(killed) > 0) {
                return kill;
            }
        }
        throw new AssertionError(MOST_MISSES + " kills in a row broke no request");
    }

    private static void awaitMore(Senders senders, int count) {
        int target = senders.acknowledged().size() + count;
        await().alias(count + " more acknowledgements")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> senders.acknowledged().size() >= target);
    }
}
