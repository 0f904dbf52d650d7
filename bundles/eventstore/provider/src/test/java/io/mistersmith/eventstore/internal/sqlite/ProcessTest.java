package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.NewEvent;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a process of its own can show: killed in the middle, or short of memory. */
@Timeout(120)
class ProcessTest extends StoreFixture {

    private static final int ROUNDS = 3;
    private static final int ACKNOWLEDGED = 300;

    @Test
    void killedProcessLosesNothingAcknowledgedAndStoresNothingTwice() throws Exception {
        Map<String, Long> acknowledged = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process process = ForkedStore.start("append", file(), "r" + round);
            try (BufferedReader out = process.inputReader()) {
                for (int i = 0; i < ACKNOWLEDGED; i++) {
                    note(out.readLine(), acknowledged);
                }
                assertThat(process.isAlive())
                        .as("killed while appends are under way")
                        .isTrue();
                process.toHandle().destroyForcibly(); // unlike Process, it leaves the output to be read
                drain(out, acknowledged);
            }
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        EventStore store = open().as("test");
        Map<String, Long> stored = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        long last = 0;
        Set<String> twice = new HashSet<>();
        for (StoredEvent event : store.read(Read.all())) {
            if (stored.put(event.id(), event.position()) != null) {
                twice.add(event.id());
            }
            assertThat(event.version())
                    .as("version without gap")
                    .isEqualTo(versions.merge(event.stream(), 1L, Long::sum));
            assertThat(event.position()).isEqualTo(++last);
        }
        assertThat(twice).as("stored twice").isEmpty();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * ACKNOWLEDGED);
        assertThat(stored).as("acknowledged is stored").containsAllEntriesOf(acknowledged);
        assertThat(store.info().events()).isEqualTo(stored.size());
    }

    @Test
    void fileIsKeptFromOtherProcessesAlsoAfterAnotherStoreOfThisOneWantedIt() throws Exception {
        open();
        assertThatThrownBy(this::open).hasMessageContaining("is in use by another store");

        Process process = ForkedStore.start("read", file(), "");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).as("what the other one read").isNull();
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
    }

    @Test
    void manyEventsAreReadInLittleMemory() throws Exception {
        int events = 80_000;
        int size = 1_000;
        NewEvent<?> event = NewEvent.json("thing.happened", '"' + "x".repeat(size - 2) + '"');
        EventStore store = open().as("test");
        for (int i = 0; i < events / 4_000; i++) {
            List<NewEvent<?>> batch =
                    IntStream.range(0, 4_000).<NewEvent<?>>mapToObj(n -> event).collect(Collectors.toList());
            result(store.append("s", Expected.ANY, batch));
        }
        closeStores();

        Process process = ForkedStore.start("read", file(), "", "-Xmx24m");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo(events + " " + (long) events * size);
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static void note(String line, Map<String, Long> acknowledged) {
        String[] parts = line.split(" ", -1);
        acknowledged.put(parts[0], Long.parseLong(parts[1]));
    }

    /** What was written before the kill; the last line may be cut. */
    private static void drain(BufferedReader out, Map<String, Long> acknowledged) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
        }
        lines.subList(0, Math.max(0, lines.size() - 1)).forEach(line -> note(line, acknowledged));
    }
}
