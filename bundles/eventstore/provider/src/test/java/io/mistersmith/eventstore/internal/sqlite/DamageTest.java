package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.NewEvent;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.StoredEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading does with rows that are not as they were written, and what store:verify finds. */
@Timeout(600)
class DamageTest extends StoreFixture {

    private static final int ACKNOWLEDGED = 300;

    /** The short form runs in every build; {@code -Ptorture} makes it longer. */
    private final int flips = Integer.getInteger("store.flips", 40);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "UPDATE events SET payload = x'7b7d' WHERE position = 2; events; 2",
                "UPDATE events SET time = time + 1 WHERE position = 2; events; 2",
                "UPDATE events SET crc = NULL WHERE position = 2; events; 2",
                "DELETE FROM events WHERE position = 2; events; 2",
                "UPDATE letters SET cause = 'other'; letters; 1",
                "UPDATE consumers SET position = 3; consumers; 3",
                "UPDATE views SET json = '2'; views; -1",
            })
    void readingStopsAtADamagedRowAndVerifyFindsIt(String damage, String table, long position) throws Exception {
        filled().close();
        sql(damage);
        SqliteEventStore store = open();

        assertThatThrownBy(() -> readAll(store))
                .isInstanceOfSatisfying(StoreDamagedException.class, e -> {
                    assertThat(e.table()).isEqualTo(table);
                    assertThat(e.position()).isEqualTo(position);
                    assertThat(e.retryable()).isFalse();
                })
                .hasMessageContaining("is damaged: " + table)
                .hasMessageContaining("store:verify lists all damage");
        VerifyReport report = store.verify();
        assertThat(report.found()).isPositive();
        assertThat(report.problems().get(0)).contains(table);
        assertThat(store.integrity().damaged()).isPositive();
    }

    /** The kind of page is its first byte; without it, SQLite cannot read what the page holds. */
    @Test
    void unreadablePageIsDamageAndVerifyGoesOnBehindIt() throws Exception {
        filled().close();
        SqliteEventStore store = open();
        for (int i = 0; i < 40; i++) {
            append(store.as("test"), "s", Collections.nCopies(50, event()).toArray(NewEvent<?>[]::new));
        }
        store.close();
        sql("PRAGMA wal_checkpoint(TRUNCATE)");
        ruinAPageOfEvents();
        SqliteEventStore damaged = open();

        assertThatThrownBy(() -> readAll(damaged)).hasMessageContaining("is damaged");
        assertThat(damaged.integrity().damagedSinceVerified()).isPositive();
        VerifyReport report = damaged.verify();

        VerifyReport.Table events = report.tables().get(0);
        assertThat(events.damaged()).isBetween(2L, 200L);
        assertThat(events.rows()).as("those on both sides").isEqualTo(2_003 - events.damaged());
        assertThat(report.problems().get(0))
                .matches("events, positions \\d+ to \\d+: .* cannot be read; put a backup.*");
        assertThat(report.tables()).hasSize(4);
        assertThat(report.structure()).isNotEqualTo("ok");
    }

    private void ruinAPageOfEvents() throws IOException {
        int page = 4_096;
        byte[] bytes = Files.readAllBytes(file());
        byte[] payload = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
        List<Integer> leaves = new ArrayList<>();
        for (int at = page; at < bytes.length; at += page) {
            String text = new String(bytes, at, page, StandardCharsets.ISO_8859_1);
            if (bytes[at] == 13 && text.contains(new String(payload, StandardCharsets.ISO_8859_1))) {
                leaves.add(at);
            }
        }
        bytes[leaves.get(leaves.size() / 2)] = 0;
        Files.write(file(), bytes);
    }

    @Test
    void streamWithoutOneOfItsEventsIsDamage() throws Exception {
        filled().close();
        sql("DELETE FROM events WHERE position = 2");
        SqliteEventStore store = open();

        for (Read query : List.of(
                Read.stream("s"), Read.stream("s").newestFirst(), Read.all().newestFirst())) {
            assertThatThrownBy(() -> store.as("test").read(query).toList())
                    .isInstanceOf(StoreDamagedException.class)
                    .hasMessageContaining("is missing");
        }
        assertThat(store.as("test").read(Read.stream("s").before(100).limit(1)).toList())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE events SET payload = x'7b7d' WHERE position = 2",
                "UPDATE events SET headers = 'no' WHERE position = 2",
                "UPDATE events SET stream = 'other', version = 7 WHERE position = 2",
                "DELETE FROM events WHERE position = 2",
            })
    void damagedEventIsGivenUpAndEverythingBehindItIsReadAgain(String damage) throws Exception {
        filled().close();
        sql(damage);
        SqliteEventStore store = open();
        assertThatThrownBy(() -> readAll(store)).hasMessageEndingWith("or without one: store:give-up 2");

        assertThat(store.giveUp(2, null, true)).isTrue();
        assertThatThrownBy(() -> readAll(store)).isInstanceOf(StoreDamagedException.class);
        assertThat(store.giveUp(2, null, false)).isTrue();

        readAll(store);
        List<StoredEvent> all = store.as("test").read(Read.all()).toList();
        assertThat(all).extracting(StoredEvent::position).containsExactly(1L, 2L, 3L);
        assertThat(all.get(1).type()).isEqualTo("event.lost");
        assertThat(store.verify().found()).isZero();
        assertThat(store.integrity().damagedSinceVerified()).isZero();
        assertThat(store.integrity().damaged()).isPositive();
        assertThat(store.giveUp(2, null, false))
                .as("it is not damaged any more")
                .isFalse();
        append(store.as("test"), "s", event());
        assertThat(store.as("test").read(Read.all()).toList()).hasSize(4);
    }

    @Test
    void damagedEventKeepsItsPlaceInItsStream() throws Exception {
        filled().close();
        sql("UPDATE events SET payload = x'7b7d' WHERE position = 2");
        SqliteEventStore store = open();

        store.giveUp(2, null, false);

        assertThat(store.as("test").read(Read.stream("s")).toList())
                .extracting(StoredEvent::version)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatIsNotDamagedCannotBeGivenUp() {
        SqliteEventStore store = filled();

        for (long position : new long[] {0, 1, 2, 3, 4, -5}) {
            assertThat(store.giveUp(position, null, false))
                    .as("position " + position)
                    .isFalse();
            assertThat(store.giveUp(position, "reader", false))
                    .as("letter " + position)
                    .isFalse();
        }
        readAll(store);
    }

    @Test
    void damagedLetterIsGivenUp() throws Exception {
        filled().close();
        sql("UPDATE letters SET cause = 'other'");
        SqliteEventStore store = open();
        assertThatThrownBy(() -> store.consumers().letters(null, 10))
                .hasMessageEndingWith("or without one: store:give-up 1 reader");

        assertThat(store.giveUp(1, "reader", true)).isTrue();
        assertThat(store.giveUp(1, "reader", false)).isTrue();

        assertThat(store.consumers().letters(null, 10)).isEmpty();
        assertThat(store.verify().found()).isZero();
    }

    @Test
    void damagedCheckpointIsRemovedAndBeginsAnew() throws Exception {
        filled().close();
        sql("UPDATE consumers SET position = 3");
        SqliteEventStore store = open();
        assertThatThrownBy(() -> store.consumers().open("reader", 0)).hasMessageContaining("bus:forget reader");

        assertThat(store.consumers().remove("reader")).isTrue();

        try (Consumer again = store.consumers().open("reader", 0)) {
            assertThat(again.progress()).isEqualTo(Progress.NONE);
        }
    }

    @Test
    void undamagedStoreIsVerified() {
        SqliteEventStore store = filled();

        VerifyReport report = store.verify();

        assertThat(report)
                .isEqualTo(new VerifyReport(
                        List.of(
                                new VerifyReport.Table("events", 3, 0, 0),
                                new VerifyReport.Table("letters", 1, 0, 0),
                                new VerifyReport.Table("consumers", 1, 0, 0),
                                new VerifyReport.Table("views", 1, 0, 0)),
                        "ok",
                        List.of(),
                        0));
    }

    @Test
    void databaseOfSchemaOneIsMigratedAndItsRowsAreCounted() throws Exception {
        filled().close();
        Files.delete(Database.watermarkFile(file()));
        for (String table : List.of("events", "consumers", "letters", "views")) {
            sql("ALTER TABLE " + table + " DROP COLUMN crc");
        }
        sql("DROP TABLE store");
        sql("DROP TABLE losses");
        sql("PRAGMA user_version=1");

        SqliteEventStore store = open();

        readAll(store);
        assertThat(store.integrity().unchecked()).isEqualTo(3);
        append(store.as("test"), "s", event());
        assertThat(store.verify().tables())
                .containsExactly(
                        new VerifyReport.Table("events", 4, 3, 0),
                        new VerifyReport.Table("letters", 1, 1, 0),
                        new VerifyReport.Table("consumers", 1, 1, 0),
                        new VerifyReport.Table("views", 1, 1, 0));
        store.close();
        SqliteEventStore again = open();
        assertThat(again.integrity().store()).isEqualTo(store.integrity().store());
        sql("UPDATE events SET crc = NULL WHERE position = 4");
        assertThatThrownBy(() -> readAll(again)).isInstanceOf(StoreDamagedException.class);
    }

    /** A flip in unused space changes nothing; every other one must show. */
    @Test
    void noFlipAndNoCutAfterAKillLosesEventsInSilence() throws Exception {
        Path killed = Files.createDirectory(folder.resolve("killed"));
        Map<Long, String> acknowledged = kill(killed);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int noticed = 0;
        for (int i = 0; i < flips; i++) {
            for (String name : List.of("events.db", "events.db-wal", "watermark-events.db")) {
                Files.copy(
                        killed.resolve(name), folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            Files.deleteIfExists(folder.resolve("events.db-shm"));
            String what = damage(random);
            noticed += survives(acknowledged, "seed " + seed + ", round " + i + ": " + what) ? 0 : 1;
        }
        assertThat(noticed).as("damage that was noticed").isPositive();
    }

    private String damage(Random random) throws IOException {
        String name = random.nextInt(3) == 0 ? "events.db" : "events.db-wal";
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            long at = (long) (random.nextDouble() * file.length());
            if (name.endsWith("-wal") && random.nextInt(4) == 0) {
                file.setLength(at);
                return name + " cut at " + at;
            }
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 1 << random.nextInt(8));
            return name + " flipped at " + at;
        }
    }

    /** Whether all is there; false if the store said that it is not. */
    private boolean survives(Map<Long, String> acknowledged, String what) {
        try {
            SqliteEventStore store = open();
            try {
                Map<Long, String> read = new HashMap<>();
                Map<Long, String> byStream = new HashMap<>();
                EventStore events = store.as("test");
                events.read(Read.all()).forEach(event -> read.put(event.position(), event.id()));
                for (int i = 0; i < 3; i++) {
                    events.read(Read.stream("s" + i)).forEach(event -> byStream.put(event.position(), event.id()));
                }
                assertThat(read).as(what).containsAllEntriesOf(acknowledged);
                if (!byStream.equals(read)) {
                    assertThat(store.verify().found())
                            .as(what + ": an index is damaged")
                            .isPositive();
                    return false;
                }
                return store.verify().found() == 0;
            } finally {
                store.close();
            }
        } catch (EventStoreException loud) {
            return false;
        }
    }

    private static Map<Long, String> kill(Path home) throws Exception {
        Map<Long, String> acknowledged = new HashMap<>();
        Process process = ForkedStore.start("append", home.resolve("events.db"), "k");
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < ACKNOWLEDGED; i++) {
                String[] parts = out.readLine().split(" ", -1);
                acknowledged.put(Long.parseLong(parts[1]), parts[0]);
            }
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        return acknowledged;
    }

    private SqliteEventStore filled() {
        SqliteEventStore store = open();
        append(store.as("test"), "s", event(), event(), NewEvent.json("thing.happened", "{\"n\":3}"));
        Consumer consumer = store.consumers().open("reader", 0);
        DeadLetter letter = new DeadLetter(
                "reader",
                1,
                "id",
                "thing.happened",
                null,
                false,
                1,
                "cause",
                "stack",
                Instant.EPOCH,
                Instant.EPOCH,
                "bundle");
        result(consumer.save(
                new Progress(1), List.of(new Change.Park(letter), new Change.PutView("counts", 1, "a", "1"))));
        consumer.close();
        return store;
    }

    private static void readAll(SqliteEventStore store) {
        long at = 0;
        for (List<StoredEvent> next = store.next(0, 100); !next.isEmpty(); next = store.next(at, 100)) {
            at = next.get(next.size() - 1).position();
        }
        assertThat(store.consumers().letters(null, 10)).hasSize(1);
        assertThat(store.consumers().list()).hasSize(1);
        assertThat(store.consumers().view("counts", 1, "a")).isPresent();
    }
}
