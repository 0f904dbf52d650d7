package io.mistersmith.eventstore.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mistersmith.event.NewEvent;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The write-ahead log stays small whatever readers do. */
class WriteAheadLogTest extends StoreFixture {

    private static final long MIB = 1L << 20;
    /** About 1 MiB of events. */
    private static final List<NewEvent<?>> BATCH =
            Collections.nCopies(512, NewEvent.json("thing.happened", '"' + "x".repeat(2_000) + '"'));

    private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
    private long largest;

    @Test
    void logIsEmptiedAtRest() {
        SqliteEventStore store = open();
        append(store, 6);
        assertThat(store.logBytes()).as("bytes of the log").isGreaterThan(4 * MIB);

        awaitSmallLog(store);

        assertThat(store.as("test").read(Read.all().limit(10)).toList()).hasSize(10);
        append(store, 1);
    }

    @Test
    void readersThatOverlapDoNotMakeTheLogGrow() throws Exception {
        overlap(40);
    }

    @Test
    @Tag("faults")
    void readersThatOverlapForLongDoNotMakeTheLogGrow() throws Exception {
        overlap(600);
    }

    @Test
    void anotherProgramThatReadsKeepsNoAppendWaitingAndIsNamed() throws Exception {
        SqliteEventStore store = open();
        append(store, 1);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN");
            statement.executeQuery("SELECT count(*) FROM events").close();

            long begin = System.nanoTime();
            append(store, 30);

            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("without a wait for the other's lock")
                    .isLessThan(Settings.DEFAULTS.busy());
            assertThat(store.logBytes()).isGreaterThan(WriteAheadLog.BOUND_BYTES);
            assertThat(store.logProblem()).isNotNull();
            statement.execute("COMMIT");
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> store.logProblem() == null);
        assertThat(store.logBytes()).isLessThanOrEqualTo(4 * MIB);
    }

    private void overlap(int batches) throws InterruptedException {
        SqliteEventStore store = open();
        EventStore events = store.as("test");
        store.meters(new StoreMeters() {
            @Override
            public void committed(int count, int calls, long nanos) {}

            @Override
            public void refused() {}

            @Override
            public void failed() {}

            @Override
            public void emptied(boolean done, long nanos) {
                waits.add(nanos);
            }
        });
        append(store, 4);
        AtomicBoolean stop = new AtomicBoolean();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread reader = new Thread(() -> {
                try {
                    while (!stop.get()) {
                        for (StoredEvent unused : events.read(Read.all().limit(5_000))) {
                            if (stop.get()) {
                                return;
                            }
                        }
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            readers.add(reader);
            reader.start();
        }
        try {
            append(store, batches);
            assertThat(largest).as("bytes of the log, appends going on").isLessThanOrEqualTo(64 * MIB);
            awaitSmallLog(store);
        } finally {
            stop.set(true);
            for (Thread reader : readers) {
                reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        }
        assertThat(failures).isEmpty();
        System.out.println("WAL at most " + largest / MIB + " MiB, waits in ms "
                + waits.stream().map(TimeUnit.NANOSECONDS::toMillis).toList());
    }

    private void append(SqliteEventStore store, int batches) {
        for (int i = 0; i < batches; i++) {
            result(store.as("test").append("s", Expected.ANY, BATCH));
            largest = Math.max(largest, store.logBytes());
        }
    }

    private static void awaitSmallLog(SqliteEventStore store) {
        await().atMost(Duration.ofSeconds(5)).until(() -> store.logBytes() <= 4 * MIB);
    }
}
