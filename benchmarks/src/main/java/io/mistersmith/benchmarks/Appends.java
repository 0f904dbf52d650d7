package io.mistersmith.benchmarks;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.internal.sqlite.Settings;
import io.mistersmith.eventstore.internal.sqlite.SqliteEventStore;
import io.mistersmith.threads.internal.LocalThreads;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.sqlite.SQLiteConfig;

/**
 * Question: what does group commit give to callers who append one event each and wait until it is on disk?
 *
 * <p>Rival: one thread of prepared INSERT and COMMIT on the same SQLite with the same settings, columns and indexes. A good
 * number is 3.5 times as many with one append outstanding for each of 16 callers, and 10 times with 16.
 */
final class Appends {

    private static final int CALLERS = 16;
    private static final String JSON = "{\"order\":\"o-1234567\",\"customer\":\"c-8812\",\"currency\":\"EUR\","
            + "\"amount\":129.95,\"lines\":[{\"sku\":\"A-100\",\"count\":2},{\"sku\":\"B-7\",\"count\":1}]}";

    private Appends() {}

    static double ours(int outstanding, boolean quick) throws Exception {
        Path folder = Files.createTempDirectory("appends");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        LongAdder acknowledged = new LongAdder();
        try (LocalThreads threads = new LocalThreads();
                SqliteEventStore store = new SqliteEventStore(
                        folder.resolve("events.db"),
                        Settings.DEFAULTS,
                        new JacksonPayloadCodec(),
                        threads.of("benchmarks").compute(),
                        Clock.systemUTC())) {
            EventStore mine = store.as("benchmarks");
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String name = "caller-" + i;
                callers.add(new Thread(() -> call(mine, name, outstanding, acknowledged, failure), name));
            }
            callers.forEach(Thread::start);
            double rate = Rates.perSecond(acknowledged::sum, quick);
            callers.forEach(Thread::interrupt);
            for (Thread caller : callers) {
                caller.join(TimeUnit.SECONDS.toMillis(10));
            }
            if (failure.get() != null) {
                throw new IllegalStateException("an append failed", failure.get());
            }
            return rate;
        }
    }

    private static void call(
            EventStore store,
            String name,
            int outstanding,
            LongAdder acknowledged,
            AtomicReference<Throwable> failure) {
        Semaphore room = new Semaphore(outstanding);
        try {
            for (long i = 0; !Thread.interrupted(); i++) {
                room.acquire();
                store.append(name + "-" + i / 1_000, Expected.ANY, List.of(NewEvent.json("order.placed", JSON)))
                        .whenComplete((receipts, e) -> {
                            if (e == null) {
                                acknowledged.increment();
                            } else {
                                failure.compareAndSet(null, e);
                            }
                            room.release();
                        });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end of the measurement
        }
    }

    static double peer(boolean quick) throws Exception {
        Path file = Files.createTempDirectory("appends").resolve("events.db");
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        LongAdder committed = new LongAdder();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = new Thread(
                () -> {
                    try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
                        commitOneByOne(connection, committed);
                    } catch (Exception e) {
                        failure.set(e);
                    }
                },
                "writer");
        writer.start();
        double rate = Rates.perSecond(committed::sum, quick);
        writer.interrupt();
        writer.join(TimeUnit.SECONDS.toMillis(10));
        if (failure.get() != null) {
            throw new IllegalStateException("the writer failed", failure.get());
        }
        return rate;
    }

    private static void commitOneByOne(Connection connection, LongAdder committed) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE events (position INTEGER PRIMARY KEY AUTOINCREMENT, event_id BLOB NOT NULL"
                    + " UNIQUE, stream TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, payload BLOB NOT NULL,"
                    + " metadata BLOB NOT NULL, at INTEGER NOT NULL, UNIQUE (stream, version))");
        }
        connection.setAutoCommit(false);
        byte[] payload = JSON.getBytes(StandardCharsets.UTF_8);
        byte[] metadata = "{\"source\":\"benchmarks\"}".getBytes(StandardCharsets.UTF_8);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO events (event_id, stream, version, type, payload, metadata, at) VALUES (?,?,?,?,?,?,?)")) {
            for (long i = 0; !Thread.interrupted(); i++) {
                insert.setBytes(1, timeOrderedId());
                insert.setString(2, "caller-" + i / 1_000);
                insert.setLong(3, i % 1_000);
                insert.setString(4, "order.placed");
                insert.setBytes(5, payload);
                insert.setBytes(6, metadata);
                insert.setLong(7, System.currentTimeMillis());
                insert.executeUpdate();
                connection.commit();
                committed.increment();
            }
        }
    }

    /** A UUIDv7, as ours has. */
    private static byte[] timeOrderedId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UUID id = new UUID(
                (System.currentTimeMillis() << 16) | 0x7000 | random.nextInt(1 << 12),
                (random.nextLong() >>> 2) | Long.MIN_VALUE);
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
