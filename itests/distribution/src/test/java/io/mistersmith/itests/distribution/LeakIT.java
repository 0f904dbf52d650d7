package io.mistersmith.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Deploys and undeploys, again and again, a plugin that uses every kind of meter and cleans up nothing: an endless task, a
 * job, and thread locals in the workers of each pool. What it left ends with it. {@code -Ptorture} does it 200 times.
 */
@Tag("faults")
class LeakIT {

    private static final Container CONTAINER =
            Container.fresh("leak").with("MS_LIFECYCLE_SCAN_MS", "50").with("MS_THREADS_STOP_GRACE_MS", "200");

    /** Pools make threads when they need them; one more per cycle would be 6 and more. */
    private static final int THREADS_THAT_COME_AND_GO = 5;

    /** Karaf keeps the last 100 events of the framework for its event:tail, and with them the bundles they are about. */
    private static final int BUNDLES_IN_LAST_EVENTS = 10;

    private static final LeakyPlugin PLUGIN = new LeakyPlugin(CONTAINER);

    private final int cycles = Integer.getInteger("distribution.cycles", 20);

    /** What a cycle of how many. */
    @FunctionalInterface
    private interface Cycle {

        void run(int number) throws IOException, InterruptedException;
    }

    @BeforeAll
    static void start() throws IOException {
        Path etc = Files.createDirectories(CONTAINER.home().resolve("etc"));
        Files.writeString(etc.resolve("leaky.cfg"), "period.ms=10\n");
        CONTAINER.start();
    }

    @AfterAll
    static void end() {
        CONTAINER.close();
    }

    @Test
    void whatAPluginLeavesBehindEndsWhenItIsUndeployed() throws IOException, InterruptedException {
        Path jar = Checkout.leaky();
        Held before = Held.by(CONTAINER);

        List<Held> after = new ArrayList<>();
        repeat(cycles, after, number -> {
            PLUGIN.deploy(jar);
            PLUGIN.undeploy("1.0");
        });

        assertHoldsNoMore(before, after);
    }

    @Test
    void whatAVersionLeavesBehindEndsWhenItIsReplaced() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(CONTAINER.home().resolve("data/versions"));
        Held before = Held.by(CONTAINER);
        PLUGIN.deploy(Checkout.leaky());

        int swaps = Math.max(cycles / 2, 12);
        List<Held> after = new ArrayList<>();
        repeat(swaps, after, number -> PLUGIN.replaceBy(Checkout.withVersion(Checkout.leaky(), "1." + number, folder)));
        PLUGIN.undeploy("1." + swaps);

        assertHoldsNoMore(before, after);
    }

    /** Looks at what is held after each cycle of the second and of the last quarter. */
    private static void repeat(int cycles, List<Held> after, Cycle cycle) throws IOException, InterruptedException {
        for (int number = 1; number <= cycles; number++) {
            cycle.run(number);
            int quarter = (number - 1) * 4 / cycles;
            if (quarter == 1 || quarter == 3) {
                Held held = Held.by(CONTAINER);
                after.add(held);
                Files.writeString(
                        CONTAINER.home().resolve("data/held.txt"),
                        number + " " + held + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
    }

    private void assertHoldsNoMore(Held before, List<Held> after) {
        await().alias("endless tasks interrupted")
                .atMost(Duration.ofSeconds(20))
                .until(() -> PLUGIN.lives("interrupted") == PLUGIN.lives("looping"));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Held rest = Held.by(CONTAINER);
                    assertThat(rest.loaders())
                            .as("class loaders at rest, %s, before: %s", rest, before)
                            .isLessThanOrEqualTo(before.loaders() + 1);
                    assertThat(rest.bundles())
                            .as("bundles at rest, %s, before: %s", rest, before)
                            .isLessThanOrEqualTo(before.bundles() + BUNDLES_IN_LAST_EVENTS);
                });
        List<Held> early = after.subList(0, after.size() / 2);
        List<Held> late = after.subList(after.size() / 2, after.size());
        assertThat(median(late, Held::threads))
                .as("median of threads, early: %s, late: %s", early, late)
                .isLessThanOrEqualTo(median(early, Held::threads) + THREADS_THAT_COME_AND_GO);
        double bytes = median(early, Held::bytes);
        assertThat((double) median(late, Held::bytes))
                .as("median of the live heap, early: %s, late: %s", early, late)
                .isCloseTo(bytes, Percentage.withPercentage(cycles < 200 ? 5 : 2));
    }

    private static long median(List<Held> held, ToLongFunction<Held> figure) {
        return held.stream().mapToLong(figure).sorted().toArray()[held.size() / 2];
    }
}
