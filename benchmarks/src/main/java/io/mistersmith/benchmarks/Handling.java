package io.mistersmith.benchmarks;

import io.mistersmith.event.Event;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.Bus;
import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.internal.sqlite.Settings;
import io.mistersmith.eventstore.internal.sqlite.SqliteEventStore;
import io.mistersmith.sourcing.Projection;
import io.mistersmith.sourcing.internal.ProjectionSet;
import io.mistersmith.threads.internal.LocalThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Question: how fast do events get from a caller's append to the end of a durable handler's call, and how fast does a
 * handler or a projection that comes later catch up?
 *
 * <p>Rivals: the same store, when the caller waits for the append alone; reading and decoding the same events in a loop; and
 * for the projection, which writes a row of its view for each key, the handler that does nothing.
 */
final class Handling implements AutoCloseable {

    private static final int CALLERS = 16;
    private static final int OUTSTANDING = 16;
    private static final int BATCH = 4_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LocalThreads threads = new LocalThreads();
    private final JacksonPayloadCodec codec = new JacksonPayloadCodec();
    private final SqliteEventStore database;
    private final EventStore store;
    private final Bus bus = new Bus(Limits.DEFAULTS, Clock.systemUTC());

    private Handling() throws Exception {
        Path folder = Files.createTempDirectory("handling");
        database = new SqliteEventStore(
                folder.resolve("events.db"),
                Settings.DEFAULTS,
                codec,
                threads.of("benchmarks").compute(),
                Clock.systemUTC());
        store = database.as("benchmarks");
        bus.threads(threads.of("io.mistersmith.eventbus.provider"));
        bus.codec(codec);
        bus.store(store, database.consumers());
    }

    /** Events per second that were handled; each caller has at most 16 that are not handled yet. */
    static double appendToHandled(int concurrency, boolean quick) throws Exception {
        try (Handling handling = new Handling()) {
            List<Semaphore> rooms = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                rooms.add(new Semaphore(OUTSTANDING));
            }
            LongAdder handled = new LongAdder();
            EventBus bus = handling.bus.of(new Owner("benchmarks", "1.0.0"));
            Subscription unused = bus.subscribe(
                    Ordered.class,
                    options -> options.durable("benchmark").concurrency(concurrency),
                    (ordered, context) -> {
                        handled.increment();
                        rooms.get(ordered.caller()).release();
                    });
            return handling.rate(rooms, false, handled, quick);
        }
    }

    /** Events per second that were appended; each caller has at most 16 that are not on disk yet. */
    static double appended(boolean quick) throws Exception {
        try (Handling handling = new Handling()) {
            List<Semaphore> rooms = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                rooms.add(new Semaphore(OUTSTANDING));
            }
            return handling.rate(rooms, true, new LongAdder(), quick);
        }
    }

    private double rate(List<Semaphore> rooms, boolean untilAppended, LongAdder count, boolean quick) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers.add(
                    new Thread(() -> call(caller, rooms.get(caller), untilAppended, count, failure), "caller-" + i));
        }
        callers.forEach(Thread::start);
        double rate = Rates.perSecond(count::sum, quick);
        callers.forEach(Thread::interrupt);
        for (Thread caller : callers) {
            caller.join(TimeUnit.SECONDS.toMillis(10));
        }
        if (failure.get() != null) {
            throw new IllegalStateException("an append failed", failure.get());
        }
        return rate;
    }

    private void call(
            int caller, Semaphore room, boolean untilAppended, LongAdder count, AtomicReference<Throwable> failure) {
        try {
            for (long n = 0; !Thread.interrupted(); n++) {
                room.acquire();
                store.append("caller-" + caller + "-" + n / 1_000, Expected.ANY, List.of(Ordered.of(caller, n)))
                        .whenComplete((receipts, e) -> {
                            if (e != null) {
                                failure.compareAndSet(null, e);
                            } else if (untilAppended) {
                                count.increment();
                                room.release();
                            }
                        });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end of the measurement
        }
    }

    /** Events per second of a handler that begins with the first of many. */
    static double handlerCatchesUp(boolean quick) throws Exception {
        try (Handling handling = new Handling()) {
            int events = handling.fill(quick);
            EventBus bus = handling.bus.of(new Owner("benchmarks", "1.0.0"));
            LongAdder handled = new LongAdder();
            long began = System.nanoTime();
            Subscription subscription = bus.subscribe(
                    Ordered.class,
                    options -> options.durable("benchmark").fromFirst(),
                    (ordered, context) -> handled.increment());
            if (!subscription.awaitIdle(PATIENCE) || handled.sum() != events) {
                throw new IllegalStateException("handled " + handled.sum() + " of " + events);
            }
            return events * 1e9 / (System.nanoTime() - began);
        }
    }

    /** Events per second that are read and decoded, page by page. */
    static double readAndDecoded(boolean quick) throws Exception {
        try (Handling handling = new Handling()) {
            int events = handling.fill(quick);
            long lines = 0;
            long began = System.nanoTime();
            for (StoredEvent stored : handling.store.read(Read.all())) {
                lines += handling.codec
                        .decode(stored.payload().json(), Ordered.class)
                        .lines()
                        .size();
            }
            double rate = events * 1e9 / (System.nanoTime() - began);
            if (lines != 2L * events) {
                throw new IllegalStateException("read " + lines + " lines of " + events + " orders");
            }
            return rate;
        }
    }

    /** Events per second of a projection of 1,000 keys that begins with the first of many. */
    static double projectionCatchesUp(boolean quick) throws Exception {
        try (Handling handling = new Handling();
                ProjectionSet projections = new ProjectionSet()) {
            int events = handling.fill(quick);
            projections.threads(handling.threads.of("io.mistersmith.sourcing.provider"));
            projections.codec(handling.codec);
            projections.store(handling.database.consumers());
            long began = System.nanoTime();
            projections.add(new OrdersOfCustomers(), "benchmarks/1.0.0", 1);
            if (!handling.store.await("orders", events, PATIENCE)) {
                throw new IllegalStateException("not caught up: " + projections.list());
            }
            return events * 1e9 / (System.nanoTime() - began);
        }
    }

    private static final class OrdersOfCustomers implements Projection<Ordered, Long> {

        @Override
        public String name() {
            return "orders";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public String key(Ordered ordered, Event<?> event) {
            return ordered.customer();
        }

        @Override
        public Long apply(Optional<Long> before, Ordered ordered, Event<?> event) {
            return before.orElse(0L) + 1;
        }
    }

    private int fill(boolean quick) throws Exception {
        int batches = quick ? 15 : 50;
        for (int i = 0; i < batches; i++) {
            List<Ordered> batch = new ArrayList<>();
            for (int n = 0; n < BATCH; n++) {
                batch.add(Ordered.of(0, (long) i * BATCH + n));
            }
            store.append(batch).toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
        return batches * BATCH;
    }

    @Override
    public void close() {
        bus.close();
        database.close();
        threads.close();
    }
}
