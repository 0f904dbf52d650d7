package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Everything at once: clients outside and stages inside append at random, handlers of concurrency 1, 2, 4 and 8 fail and
 * dawdle, and the plugin and each provider are replaced, the container is stopped and killed, in random order. Nothing is
 * lost, the order per subject is kept, repeats stay within the promise, every accepted stage completes, and nothing is left
 * behind at rest. {@code -Ptorture} goes on for ten minutes.
 */
@Tag("faults")
class SoakIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How long a subscription waits for the store's answer to a save; that timer outlives the save. */
    private static final Duration LONGEST_TIMER = Duration.ofSeconds(70);

    private static final Map<String, Integer> CONCURRENCY = Map.of("soak-1", 1, "soak-2", 2, "soak-4", 4, "soak-8", 8);
    private static final List<String> PROVIDERS = List.of(
            "configuration",
            "event",
            "eventbus",
            "eventstore",
            "gateway",
            "health",
            "lifecycle",
            "metrics",
            "pools",
            "resilience",
            "sourcing",
            "threads");

    private final Duration length = Duration.ofSeconds(Integer.getInteger("distribution.soak", 60));
    private final long seed = Long.getLong("distribution.soak.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> disturbances = new ArrayList<>();

    @Test
    void nothingIsLostWhateverHappens() throws IOException, InterruptedException, SQLException {
        System.out.println("seed of the soak: " + seed);
        try (Container container = Container.fresh("soak").start()) {
            Path quiet = container.home().resolve("data/soak.quiet");
            Files.createFile(quiet);
            container.deploy(Checkout.soak());
            container.shell("plugin:wait soak");
            Map<String, Integer> idle = waiting(container);
            Files.delete(quiet);
            Map<String, Long> acknowledged;
            try (Senders senders = new Senders(3, container, "test.soak", "soak", 10)) {
                long end = System.nanoTime() + length.toNanos();
                awaitProgress(container, senders);
                while (System.nanoTime() - end < 0) {
                    List<Runnable> deck = deck(container);
                    Collections.shuffle(deck, random);
                    for (Runnable disturb : deck) {
                        disturb.run();
                        awaitProgress(container, senders);
                    }
                }
                acknowledged = senders.finish();
            }
            Files.createFile(quiet);
            awaitRest(container, acknowledged.keySet());
            assertThat(container.shell("bus:subscriptions --json"))
                    .as("subscriptions at rest")
                    .contains("soak-1", "soak-2", "soak-4", "soak-8")
                    .doesNotContainPattern("\"(queued|lag|parked)\":[1-9]");
            assertThat(container.shell("smith:doctor")).isEqualTo("all is well\n");
            await().alias("no more tasks and timers wait at rest than before: " + idle)
                    .atMost(LONGEST_TIMER)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> waiting(container)
                            .forEach((pool, count) ->
                                    assertThat(count).as("waiting in " + pool).isLessThanOrEqualTo(idle.get(pool))));
            container.stop();

            StoredEvents stored = StoredEvents.of(container.home().resolve("data/events.db"), "test.soak", "soak");
            assertThat(stored.positions()).as("stored").containsAllEntriesOf(acknowledged);
            assertThat(stored.twice()).as("stored twice").isZero();
            assertThat(stored.versionGaps()).as("streams with a version gap").isZero();
            assertThat(stored.counted())
                    .as("counted by the projection")
                    .isEqualTo(stored.positions().size());
            SoakCalls.of(container).handlers().forEach((name, handled) -> {
                assertThat(handled.ids())
                        .as("handled by " + name)
                        .containsAll(stored.positions().keySet());
                assertThat(handled.disorder()).as("out of order in " + name).isEmpty();
                assertThat(handled.repeats())
                        .as("repeats of " + name + " after start, " + disturbances)
                        .allMatch(n -> n <= 100 + CONCURRENCY.getOrDefault(name, 0));
            });
        }
    }

    private List<Runnable> deck(Container container) {
        List<Runnable> deck = new ArrayList<>();
        for (String provider : PROVIDERS) {
            deck.add(() -> replaceProvider(container, provider));
        }
        deck.add(() -> replacePlugin(container));
        deck.add(() -> {
            disturbing(container, "kill");
            container.kill9();
            container.start();
        });
        deck.add(() -> {
            disturbing(container, "restart");
            container.stop();
            container.start();
        });
        return deck;
    }

    private void replacePlugin(Container container) {
        String version = "1.0." + (disturbances.size() + 1);
        disturbing(container, "plugin");
        container.deploy(
                Checkout.withVersion(Checkout.soak(), version, container.home().resolve("data")));
        container.shell("plugin:wait soak " + version);
    }

    /** Replaces a provider by its next version. */
    private void replaceProvider(Container container, String concern) {
        String bundle = "io.mistersmith." + concern + ".provider";
        String version = "0.2." + (disturbances.size() + 1);
        Path next = Checkout.withVersion(
                Checkout.provider(concern), version, container.home().resolve("data"));
        disturbing(container, concern);
        // the shell's port comes from the environment by the configuration provider, so that command gets no answer
        container.tryShell("bundle:update " + bundle + " " + next.toUri());
        await().alias(bundle + " " + version + " is active")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> Pattern.compile(
                                "Active\\s+\\d+\\s+" + Pattern.quote(version) + "\\s+" + Pattern.quote(bundle))
                        .matcher(container
                                .tryShell("bundle:list -t 0 -s --no-format")
                                .expectSuccess())
                        .find());
    }

    private void disturbing(Container container, String what) {
        disturbances.add(what);
        try {
            Files.write(
                    container.home().resolve("data/soak.log"),
                    ("disturbed " + what + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many tasks or timers wait in each pool. */
    private static Map<String, Integer> waiting(Container container) {
        Map<String, Integer> waiting = new TreeMap<>();
        Pattern.compile("\"pool\":\"(\\w+)\"[^}]*\"queued\":(\\d+)")
                .matcher(container.shell("thread:list --json"))
                .results()
                .forEach(pool -> waiting.put(pool.group(1), Integer.valueOf(pool.group(2))));
        assertThat(waiting).containsKeys("blocking", "io", "scheduler");
        return waiting;
    }

    /** Waits until each handler has handled an event that is acknowledged from now on. */
    private void awaitProgress(Container container, Senders senders) {
        long now = senders.acknowledged().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        await().alias("every handler goes on after " + disturbances)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    Map<String, SoakCalls.Handled> handlers =
                            SoakCalls.of(container).handlers();
                    return handlers.keySet().equals(CONCURRENCY.keySet())
                            && handlers.values().stream().allMatch(handled -> handled.last() > now);
                });
    }

    private static void awaitRest(Container container, Set<String> acknowledged) {
        await().alias("every acknowledged event handled by each handler, every stage completed")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    SoakCalls calls = SoakCalls.of(container);
                    assertThat(calls.openStages()).isEmpty();
                    calls.handlers()
                            .forEach((name, handled) ->
                                    assertThat(handled.ids()).as(name).containsAll(acknowledged));
                });
    }
}
