package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.internal.engine.RowChecksum;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What callers are told when the file or the disk is not as it should be, and what is left afterwards. */
class FaultsTest extends StoreFixture {

    // SQLite reports a file at its page limit as it reports a full disk: SQLITE_FULL, in the statement or in the
    // commit.
    @Test
    void fullDiskStoresNothingOfTheCallAndForgetsWhatWasRolledBack() {
        EventStore store = open(Settings.DEFAULTS.withMaxPages(200)).as("test");
        NewEvent<?> large = NewEvent.json("thing.happened", '"' + "x".repeat(50_000) + '"');
        long stored = 0;
        Throwable full = null;
        while (full == null) {
            full = store.append("s", Expected.exactly(stored), List.of(large, large))
                    .handle((receipts, failure) -> failure)
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            stored += full == null ? 2 : 0;
        }

        assertThat(full).isInstanceOf(StoreFullException.class).hasMessageContaining("Free space on its disk");
        assertThat(stored).isPositive();
        assertThat(store.read(Read.stream("s")).toList()).hasSize((int) stored);
        assertThat(append(store, "s", event()))
                .as("a small event still fits, right behind the last that was stored")
                .extracting(Receipt::version, Receipt::position)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(stored + 1, stored + 1));
    }

    // As after a commit that failed at the disk and was kept all the same: the row is there, and no caller was told.
    @Test
    void eventThatWasKeptAlthoughItsCommitFailedIsDeliveredToo() throws Exception {
        SqliteEventStore opened = open(Settings.DEFAULTS.withWaits(Duration.ofMillis(50), Duration.ofSeconds(10)));
        EventStore store = opened.as("test");
        append(store, "s", event());
        Consumer consumer = opened.consumers().open("watcher", 0);
        AtomicInteger wakes = new AtomicInteger();
        consumer.onCommit(wakes::incrementAndGet);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            StoredEvent first = store.read(Read.all()).iterator().next();
            Instant time = first.time();
            int sum = Rows.eventSum(
                    new RowChecksum(),
                    2,
                    "s",
                    2,
                    first.type(),
                    first.schemaVersion(),
                    first.source(),
                    "kept",
                    time.getEpochSecond(),
                    time.getNano(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    first.json().getBytes(StandardCharsets.UTF_8));
            statement.execute(
                    "INSERT INTO events SELECT 2, x'02', stream, 2, type, schema_version, source, 'kept', time,"
                            + " nanos, subject, correlation_id, causation_id, traceparent, headers, payload, " + sum
                            + " FROM events");
            failure(store.append("s", Expected.ANY, List.of(event())));
            statement.execute("COMMIT");
        }

        // any work that commits finds out, also one that appends nothing
        result(consumer.save(Progress.NONE, List.of()));
        assertThat(wakes).hasValue(1);
        assertThat(opened.head()).isEqualTo(2);
        assertThat(append(store, "s", event())).extracting(Receipt::position).containsExactly(3L);

        List<Long> delivered = new ArrayList<>();
        for (List<StoredEvent> next = consumer.next(0, 100);
                !next.isEmpty();
                next = consumer.next(delivered.get(delivered.size() - 1), 100)) {
            next.forEach(event -> delivered.add(event.position()));
        }
        assertThat(delivered).containsExactly(1L, 2L, 3L);
    }

    @Test
    void metersThatThrowDoNotEndTheCommitter() {
        SqliteEventStore opened = open();
        opened.meters(new StoreMeters() {
            @Override
            public void committed(int events, int calls, long nanos) {
                throw new IllegalStateException("the metrics are gone");
            }

            @Override
            public void refused() {}

            @Override
            public void failed() {}
        });

        assertThat(append(opened.as("test"), "s", event())).hasSize(1);
        assertThat(append(opened.as("test"), "s", event())).hasSize(1);
    }

    @Test
    void durableIsWhatTheOpenFileIsAndNotWhatTheNextStartBrings() {
        SqliteEventStore store = open();

        assertThat(store.settings(unsafe(Settings.DEFAULTS))).isFalse();
        assertThat(store.info().durable()).isTrue();
        assertThat(store.settings(Settings.DEFAULTS)).as("as it was opened").isTrue();
    }

    private static Settings unsafe(Settings like) {
        return new Settings(
                like.queueEvents(),
                like.queueBytes(),
                like.eventBytes(),
                like.groupEvents(),
                like.fill(),
                false,
                like.readers(),
                like.recentEvents(),
                like.recentBytes(),
                like.streamHeads(),
                like.busy(),
                like.close(),
                like.maxPages());
    }

    @Test
    void anotherProgramsLockIsAKnownFailureThatPasses() throws Exception {
        EventStore store = open(Settings.DEFAULTS.withWaits(Duration.ofMillis(50), Duration.ofSeconds(10)))
                .as("test");
        append(store, "s", event());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThat(failure(store.append("s", Expected.exactly(1), List.of(event()))))
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> assertThat(e.outcomeUnknown())
                            .isFalse())
                    .hasMessageContaining("locked by another program");
            statement.execute("ROLLBACK");
        }

        assertThat(result(store.append("s", Expected.exactly(1), List.of(event()))))
                .extracting(Receipt::version)
                .containsExactly(2L);
    }

    @Test
    void fileIsOpenOnce() {
        SqliteEventStore first = open();

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("events.db is in use by another store");

        first.close();
        open().close();
    }

    @Test
    void fileIsOpenOnceByWhicheverWayItIsNamedAndFreeAfterAFailure() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        FileHold first = Objects.requireNonNull(FileHold.take(folder.resolve("real/../real/events.db")));

        assertThat(FileHold.take(link.resolve("events.db"))).isNull();

        first.close();
        Files.createDirectory(link.resolve("blocked.lock"));
        assertThatThrownBy(() -> FileHold.take(link.resolve("blocked"))).isInstanceOf(IOException.class);
        Files.delete(link.resolve("blocked.lock"));
        try (FileHold again = FileHold.take(link.resolve("blocked"));
                FileHold other = FileHold.take(link.resolve("events.db"))) {
            assertThat(again).isNotNull();
            assertThat(other).isNotNull();
        }
    }

    @Test
    void newerSchemaIsNotTouched() throws Exception {
        open().close();
        sql("PRAGMA user_version=3");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("has schema 3, this version of Mister Smith knows 2");
        sql("PRAGMA user_version=2");
        open();
    }

    @Test
    void otherDatabaseIsNotTouched() throws Exception {
        sql("CREATE TABLE invoices (id)");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is a database, but no event store");
    }

    @Test
    void fileThatIsNoDatabaseIsNotTouched() throws IOException {
        Files.writeString(file(), "not a database ".repeat(1_000));

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is no SQLite database. Put a backup in its place, or move it away");
        assertThat(file()).content().startsWith("not a database");
    }

    @Test
    void damagedFileIsATypedErrorThatSaysWhatToDo() throws Exception {
        EventStore store = open().as("test");
        NewEvent<?> large = NewEvent.json("thing.happened", '"' + "x".repeat(3_000) + '"');
        for (int i = 0; i < 50; i++) {
            append(store, "s", large, large);
        }
        closeStores();
        byte[] bytes = Files.readAllBytes(file());
        for (int page = 4_096 * 8; page < bytes.length; page += 4_096) {
            java.util.Arrays.fill(bytes, page, page + 64, (byte) 0x55);
        }
        Files.write(file(), bytes, StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(() -> open().as("test").read(Read.all()).toList())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void folderThatCannotBeMadeIsATypedError() throws IOException {
        Files.writeString(folder.resolve("occupied"), "");

        assertThatThrownBy(() -> new SqliteEventStore(
                        folder.resolve("occupied/events.db"),
                        Settings.DEFAULTS,
                        new io.mistersmith.event.internal.JacksonPayloadCodec(),
                        Runnable::run,
                        java.time.Clock.systemUTC()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void appendsAboveTheCapacityAreRefusedAtOnceAndThoseBelowAreNot() throws Exception {
        SqliteEventStore engine = open(Settings.DEFAULTS.withQueueEvents(4_000));
        EventStore store = engine.as("test");
        CountDownLatch release = hold(engine);
        List<CompletionStage<List<Receipt>>> taken = new ArrayList<>();
        List<NewEvent<?>> thousand = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            thousand.add(event());
        }
        taken.add(store.append("s", Expected.ANY, List.of(event())));
        for (int i = 0; i < 3; i++) {
            taken.add(store.append("s", Expected.ANY, thousand));
        }

        assertThatThrownBy(() -> store.append("s", Expected.ANY, thousand))
                .isInstanceOf(StoreFullException.class)
                .hasMessageContaining("queue.capacity=4000 events");
        try (Consumer consumer = openWhile(engine, release)) {
            result(consumer.save(new Progress(1), List.of()));
        }
        taken.forEach(StoreFixture::result);
        result(store.append("s", Expected.ANY, thousand));
        assertThat(store.head()).isEqualTo(1 + 1 + 3_000 + 1_000);
        assertThat(engine.waitingEvents()).isZero();
    }

    @Test
    void closingFailsWhatWasNotBegunAndKeepsWhatWas() throws Exception {
        SqliteEventStore engine = open(Settings.DEFAULTS);
        CountDownLatch release = hold(engine);
        CompletionStage<List<Receipt>> waiting = engine.as("test").append("s", Expected.ANY, List.of(event("late")));
        Thread closing = new Thread(engine::close);
        closing.start();

        assertThat(failure(waiting))
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> assertThat(e.outcomeUnknown())
                        .isFalse());
        release.countDown();
        closing.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

        assertThat(open().as("test").read(Read.all()).toList())
                .extracting(StoredEvent::stream)
                .containsExactly("held");
    }

    @Test
    void closingWaitsNoLongerThanItSaysForACommitThatDoesNotEnd() throws Exception {
        SqliteEventStore engine = open(Settings.DEFAULTS.withWaits(Duration.ofSeconds(5), Duration.ofMillis(50)));
        CountDownLatch release = hold(engine);

        long begin = System.nanoTime();
        engine.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(this::open).as("the commit may still end").isInstanceOf(EventStoreException.class);
        release.countDown();
    }

    private Consumer openWhile(SqliteEventStore engine, CountDownLatch release) {
        release.countDown();
        return engine.consumers().open("c", 0);
    }
}
