package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Replaces the plugin and the providers it depends on while clients send: nothing acknowledged is lost, callers get at most
 * a typed error, every path of the port answers 503 with {@code Retry-After} from the first connection to the last, and
 * everything runs again within 5 s. {@code -Ptorture} replaces each 10 times.
 */
@Tag("faults")
class SwapIT {

    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern REPLACED = Pattern.compile(" -> (\\S+) in ([0-9.]+) s: [0-9,]+ events waited, 0 lost");

    private final int swaps = Integer.getInteger("distribution.swaps", 2);

    @Test
    void replacingPluginAndProvidersLosesNothing() throws InterruptedException, SQLException {
        try (Container container = Container.fresh("swap");
                Probers probers = new Probers(2, container)) {
            container.start();
            container.deploy(Checkout.recorder());
            container.shell("plugin:wait recorder");
            Map<String, Long> acknowledged;
            try (Senders senders = new Senders(4, container, "test.ping", "swap", 2)) {
                for (int swap = 1; swap <= swaps; swap++) {
                    replacePlugin(container, senders, swap);
                    int starts = Deliveries.of(container).repeats().size();
                    update(container, senders, "eventbus", 40, "0.2." + swap);
                    update(container, senders, "eventstore", 40, "0.2." + swap);
                    update(container, senders, "gateway", 60, "0.2." + swap);
                    assertThat(Deliveries.of(container).repeats())
                            .as("starts of the plugin bundle after its providers were replaced")
                            .hasSize(starts);
                }
                acknowledged = senders.finish();
                assertThat(senders.refusals().keySet())
                        .as("answers to callers while a provider was away")
                        .isNotEmpty()
                        .allMatch(refusal -> refusal.startsWith("503 {\"error\":"));
            }
            awaitDelivered(container, acknowledged.keySet(), Duration.ofSeconds(30));
            assertThat(probers.broken())
                    .as("requests without an answer between the first answer and the stop")
                    .isZero();
            container.stop();
            probers.finish();
            assertThat(probers.wrong())
                    .as("answers from the first connection to the last, of %s", probers.answers())
                    .isEmpty();
            assertThat(probers.unavailable())
                    .as("answers that name Retry-After")
                    .isPositive();

            StoredEvents stored = StoredEvents.of(container.home().resolve("data/events.db"), "test.ping", "pings");
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
        Set<String> before = awaitTraffic(senders);
        container.deploy(next);
        Matcher replaced = REPLACED.matcher(container.shell("plugin:wait recorder " + version));
        assertThat(replaced.find()).as("no event is lost").isTrue();
        assertThat(replaced.group(1)).isEqualTo(version);
        Duration taken = Duration.ofMillis((long) (Double.parseDouble(replaced.group(2)) * 1000));
        assertThat(taken).isLessThan(AGAIN);
        assertThat(senders.acknowledged().size())
                .as("acknowledgements when the plugin is replaced")
                .isGreaterThan(before.size());
        awaitDelivery(container, senders, AGAIN.minus(taken));
    }

    /**
     * Replaces a provider by another version while callers are being refused. The provider stays stopped until a caller has
     * been refused, because a quick replacement need not meet any caller. The 5 s count from the new version's start.
     */
    private static void update(Container container, Senders senders, String concern, int level, String version) {
        String bundle = "io.mistersmith." + concern + ".provider";
        Path next = Checkout.withVersion(
                Checkout.provider(concern), version, container.home().resolve("data"));
        awaitTraffic(senders);
        long stopped = System.nanoTime();
        container.shell("bundle:stop " + bundle);
        await().alias("a caller is refused while " + bundle + " is stopped")
                .atMost(PATIENCE)
                .until(() -> senders.firstRefusalAfter(stopped).isPresent());

        container.shell("bundle:update " + bundle + " " + next.toUri());
        long started = System.nanoTime();
        container.shell("bundle:start " + bundle);

        awaitDelivery(container, senders, AGAIN.minusNanos(System.nanoTime() - started));
        assertThat(Duration.ofNanos(senders.lastRefusalAfter(stopped).orElseThrow() - started))
                .as("time from the start of the new version to the last refusal")
                .isLessThan(AGAIN);
        assertThat(container.shell("bundle:list -t 0 -s --no-format"))
                .containsPattern(
                        "Active\\s+" + level + "\\s+" + Pattern.quote(version) + "\\s+" + Pattern.quote(bundle));
    }

    /** Waits for one more acknowledgement and returns the ids acknowledged by then. */
    private static Set<String> awaitTraffic(Senders senders) {
        int before = senders.acknowledged().size();
        await().alias("an acknowledgement before the replacement")
                .atMost(PATIENCE)
                .until(() -> senders.acknowledged().size() > before);
        return Set.copyOf(senders.acknowledged().keySet());
    }

    /** Waits until an event that is acknowledged from now on is delivered. */
    private static void awaitDelivery(Container container, Senders senders, Duration limit) {
        Set<String> before = Set.copyOf(senders.acknowledged().keySet());
        await().alias("an event acknowledged and delivered after the replacement")
                .atMost(limit)
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
