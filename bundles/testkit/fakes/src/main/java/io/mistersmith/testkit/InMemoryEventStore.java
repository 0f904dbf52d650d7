package io.mistersmith.testkit;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.ConsumerStatus;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreInfo;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvents;
import io.mistersmith.threads.CancellableTask;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event store in memory that keeps every promise of {@link EventStore} and {@link Consumers} but durability, with
 * switches for faults.
 *
 * <p>Stages complete, and consumers are woken, on the executor given; without one, on the calling thread before the call
 * returns.
 */
public final class InMemoryEventStore implements EventStore, Consumers {

    private static final int MAX_BATCH = 4_000;
    private static final int MAX_STREAM = 255;

    private final Executor callbacks;
    private final PayloadCodec codec;
    /** Guarded by this, as all below. */
    private final MemoryEvents events;

    private final MemoryConsumers consumers;
    private final Deque<RuntimeException> appendFailures = new ArrayDeque<>();
    private final Deque<RuntimeException> saveFailures = new ArrayDeque<>();
    private boolean loseAnswer;
    private boolean away;

    /** Completes its stages on the calling thread. */
    public InMemoryEventStore() {
        this(new JacksonPayloadCodec(), Runnable::run, Clock.systemUTC());
    }

    /** Completes its stages on pool compute, and tells time by the pools' clock. */
    public InMemoryEventStore(ManualThreadPools pools) {
        this(new JacksonPayloadCodec(), pools.compute(), pools.clock());
    }

    /** With all it needs. */
    public InMemoryEventStore(PayloadCodec codec, Executor callbacks, Clock clock) {
        this.codec = codec;
        this.callbacks = callbacks;
        events = new MemoryEvents(codec, clock);
        consumers = new MemoryConsumers(this);
    }

    /** What payloads are written and read with. */
    public PayloadCodec codec() {
        return codec;
    }

    // faults

    /** The next append stores nothing and fails with this. Several calls make several appends fail. */
    public synchronized void failNextAppend(RuntimeException failure) {
        appendFailures.add(failure);
    }

    /** The next save of a consumer saves nothing and fails with this. Several calls make several saves fail. */
    public synchronized void failNextSave(RuntimeException failure) {
        saveFailures.add(failure);
    }

    /** The next append or save is carried out, and fails all the same, its outcome unknown. */
    public synchronized void loseNextAnswer() {
        loseAnswer = true;
    }

    /** As if the store's bundle stopped: consumers are closed, and every call fails until {@link #comeBack}. */
    public synchronized void goAway() {
        away = true;
        consumers.closeAll();
        notifyAll();
    }

    /** Ends {@link #goAway}; what had been stored and saved is there. */
    public synchronized void comeBack() {
        away = false;
    }

    /** Leaves a hole of so many positions before the next event. */
    public synchronized void skipPositions(int positions) {
        events.skip(positions);
    }

    // EventStore

    @Override
    public CompletionStage<List<Receipt>> append(String stream, Expected expected, List<?> payloadsOrEvents) {
        if (stream.isEmpty() || stream.length() > MAX_STREAM) {
            throw new IllegalArgumentException(
                    "stream has " + stream.length() + " characters, allowed are 1 to " + MAX_STREAM);
        }
        return append(stream, name -> expected, payloadsOrEvents);
    }

    @Override
    public CompletionStage<List<Receipt>> append(List<?> payloadsOrEvents) {
        return append(null, name -> Expected.ANY, payloadsOrEvents);
    }

    private CompletionStage<List<Receipt>> append(
            @Nullable String stream, Function<String, Expected> expected, List<?> payloadsOrEvents) {
        if (payloadsOrEvents.isEmpty() || payloadsOrEvents.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "the list has " + payloadsOrEvents.size() + " events, allowed are 1 to " + MAX_BATCH);
        }
        List<MemoryEvent> prepared = new ArrayList<>(payloadsOrEvents.size());
        try {
            for (Object one : payloadsOrEvents) {
                prepared.add(events.prepare(one, stream));
            }
        } catch (PayloadException e) {
            return later(() -> {
                throw e;
            });
        }
        return later(attempt(appendFailures, () -> events.append(prepared, expected)));
    }

    @Override
    public StoredEvents read(Read query) {
        return new MemoryPages(query, this::head, (from, max) -> {
            synchronized (this) {
                check();
                return events.page(query, from, max);
            }
        });
    }

    @Override
    public synchronized long head() {
        check();
        return events.head();
    }

    @Override
    public synchronized StoreInfo info() {
        check();
        return new StoreInfo("memory", "memory", false, events.size());
    }

    @Override
    public synchronized boolean await(String consumer, long position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            check();
            if (consumers.settled(consumer, position)) {
                return true;
            }
            long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
    }

    // Consumers

    @Override
    public synchronized Consumer open(String name, long start) {
        check();
        return consumers.open(name, start);
    }

    @Override
    public synchronized List<ConsumerStatus> list() {
        check();
        return consumers.list();
    }

    @Override
    public synchronized boolean remove(String name) {
        check();
        return consumers.remove(name);
    }

    @Override
    public synchronized List<DeadLetter> letters(@Nullable String consumer, int limit) {
        check();
        return consumers.letters(consumer, limit);
    }

    @Override
    public synchronized Optional<String> view(String projection, int version, String key) {
        check();
        return Optional.ofNullable(consumers.rows(projection, version).get(key));
    }

    @Override
    public void forEachView(String projection, int version, BiConsumer<String, String> row) {
        List<String> keys;
        List<String> values;
        synchronized (this) {
            check();
            keys = List.copyOf(consumers.rows(projection, version).keySet());
            values = List.copyOf(consumers.rows(projection, version).values());
        }
        for (int i = 0; i < keys.size(); i++) {
            row.accept(keys.get(i), values.get(i));
        }
    }

    // for the consumers

    synchronized List<MemoryEvent> next(long after, int max) {
        check();
        return events.page(Read.all(), after, max);
    }

    CompletionStage<Void> save(Runnable saving) {
        return later(attempt(saveFailures, () -> {
            saving.run();
            return null;
        }));
    }

    void check() {
        if (away) {
            throw new StoreUnavailableException("it is away", false, null);
        }
    }

    /** Does the work under the lock, unless a fault is due. The answer is given later. */
    private <T> Supplier<T> attempt(Deque<RuntimeException> failures, Supplier<T> work) {
        T result;
        boolean lost;
        List<Runnable> wakes;
        synchronized (this) {
            try {
                check();
                RuntimeException failure = failures.poll();
                if (failure != null) {
                    throw failure;
                }
                long head = events.head();
                result = work.get();
                wakes = events.head() > head ? consumers.wakes() : List.of();
            } catch (RuntimeException e) {
                return () -> {
                    throw e;
                };
            }
            lost = loseAnswer;
            loseAnswer = false;
            notifyAll();
        }
        wakes.forEach(callbacks::execute);
        return () -> {
            if (lost) {
                throw new StoreUnavailableException("the answer was lost", true, null);
            }
            return result;
        };
    }

    private <T> CompletionStage<T> later(Supplier<T> answer) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        callbacks.execute(new CancellableTask() {
            @Override
            public void run() {
                try {
                    stage.complete(answer.get());
                } catch (RuntimeException e) {
                    stage.completeExceptionally(e);
                }
            }

            /** The pool ended first: its last act is the answer. */
            @Override
            public void cancelled() {
                run();
            }
        });
        return stage.minimalCompletionStage();
    }
}
