package io.mistersmith.sourcing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.Event;
import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.ProjectionStatus;
import io.mistersmith.testkit.InMemoryEventStore;
import io.mistersmith.testkit.ManualThreadPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that end while a projection takes an event. A test's process "ends" when the projection copies the notes of calls, as
 * they are at that moment, to the folder of the next process.
 */
class DeadlyProjectionTest {

    private static final int DEADLY = 5;

    @EventType("thing.happened")
    record Happened(@Subject String thing) {}

    private final ManualThreadPools pools = new ManualThreadPools();
    private final InMemoryEventStore store = new InMemoryEventStore(pools);
    private final Path folder;
    private int processes;

    DeadlyProjectionTest(@TempDir Path folder) {
        this.folder = folder;
        store.append(
                "things",
                Expected.ANY,
                IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> new Happened(String.valueOf(i)))
                        .toList());
    }

    @Test
    void eventThatEndsThreeProcessesIsNotTakenAgainUntilThePluginIsReplaced() {
        for (int i = 0; i < 3; i++) {
            Life life = new Life(1, true);
            assertThat(life.tries).as("calls with it").isPositive();
        }

        Life fourth = new Life(1, true);
        assertThat(fourth.tries).as("calls with it").isZero();
        assertThat(fourth.status.state()).isEqualTo("stuck");
        assertThat(fourth.status.position()).isEqualTo(DEADLY - 1);
        assertThat(fourth.status.problem())
                .startsWith("event at position 5 (thing.happened, id ")
                .contains("the container ended 3 times without a stop during this call")
                .contains(
                        "Not tried again until its plugin is replaced; store:events --all --after 4 --limit 1 shows it.");

        Life replaced = new Life(2, false);
        assertThat(replaced.status.state()).isEqualTo("running");
        assertThat(replaced.status.position()).isEqualTo(10);
    }

    @Test
    void twoEndsAreForgottenOnceTheEventIsTaken() {
        new Life(1, true);
        new Life(1, true);

        assertThat(new Life(1, false).status.position()).isEqualTo(10);
        assertThat(new CallMarks(folder.resolve("2"), 99).of("things", 1).deaths(DEADLY))
                .isZero();
    }

    /** One process, from its start to its end. */
    private final class Life implements Projection<Happened, Integer> {

        private final Path own = folder.resolve(String.valueOf(processes));
        private final Path next = folder.resolve(String.valueOf(++processes));
        private final boolean deadly;
        final ProjectionStatus status;
        int tries;

        Life(int code, boolean deadly) {
            this.deadly = deadly;
            try (ProjectionSet projections = new ProjectionSet(new CallMarks(own, processes))) {
                projections.threads(pools);
                projections.codec(store.codec());
                projections.store(store);
                projections.add(this, "things/1.0." + code, code);
                pools.drain();
                pools.advance(Duration.ofMinutes(1));
                status = projections.list().get(0);
            }
        }

        @Override
        public String name() {
            return "things";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public String key(Happened happened, Event<?> event) {
            return "all";
        }

        @Override
        public Integer apply(Optional<Integer> before, Happened happened, Event<?> event) {
            if (happened.thing().equals(String.valueOf(DEADLY)) && deadly) {
                if (tries++ == 0) {
                    end();
                }
                throw new IllegalStateException("nobody is there any more to see it");
            }
            return before.orElse(0) + 1;
        }

        private void end() {
            try (Stream<Path> files = Files.list(own)) {
                Files.createDirectories(next);
                for (Path file : files.toList()) {
                    Files.copy(file, next.resolve(file.getFileName()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
