package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.event.Event;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.BusUnavailableException;
import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventbus.internal.memory.Origin;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.resilience.Backoff;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores events, then hands them to the subscriptions in memory. Thread-safe. */
final class Emitter {

    private static final Logger LOG = LoggerFactory.getLogger(Emitter.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

    private final Dispatcher dispatcher;
    private final StoredOrder order;
    private final Supplier<@Nullable StoreAccess> access;
    private final Queue<Runnable> stranded = new ConcurrentLinkedQueue<>(); // at most the events in calls

    Emitter(Dispatcher dispatcher, MemoryBus memory, Supplier<@Nullable StoreAccess> access) {
        this.dispatcher = dispatcher;
        this.order = new StoredOrder(memory);
        this.access = access;
    }

    /** Appends all or none; the stage completes on the store's callback thread, after memory subscriptions have them. */
    CompletionStage<List<Receipt>> append(Origin publisher, List<NewEvent<?>> events) {
        StoreAccess now = access.get();
        if (now == null) {
            return CompletableFuture.failedStage(new BusUnavailableException("no event store"));
        }
        StoredOrder.Append place = order.begin(publisher, events);
        try {
            var unused = now.store().append(events).whenComplete(place::answered);
        } catch (RuntimeException | Error e) { // unanswered, it would hold up all that is appended behind it
            place.answered(null, e);
            if (e instanceof IllegalArgumentException refused) {
                throw refused;
            }
        } finally {
            place.called();
        }
        return place.done();
    }

    /**
     * Stores what a handler emitted, however long the store is away. The stage fails if that cannot come right by waiting,
     * such as a payload that cannot be written; it never completes once {@code over}. What an earlier delivery of the same
     * event emitted stands, also if the handler would now emit something else.
     */
    CompletionStage<Void> emit(Origin publisher, List<NewEvent<?>> events, BooleanSupplier over) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        tryEmit(new Emission(publisher, events, over, stored), 1);
        return stored;
    }

    private record Emission(
            Origin publisher, List<NewEvent<?>> events, BooleanSupplier over, CompletableFuture<Void> stored) {}

    private void tryEmit(Emission emission, int attempt) {
        if (emission.over().getAsBoolean()) {
            return; // the event comes again, and with it what it emits
        }
        CompletionStage<List<Receipt>> stage;
        try {
            stage = append(emission.publisher(), emission.events());
        } catch (RuntimeException | Error e) {
            stage = CompletableFuture.failedStage(e);
        }
        var unused = stage.whenComplete((receipts, failure) -> {
            Throwable bare = failure == null ? null : bare(failure);
            if (bare == null) {
                emission.stored().complete(null);
            } else if (bare instanceof EventIdReusedException) {
                reused(emission, attempt);
            } else if (passes(bare)) {
                again(emission, attempt, bare);
            } else {
                emission.stored().completeExceptionally(bare);
            }
        });
    }

    /** Whether waiting helps. What nobody declared counts as the handler's failure, so that no subject waits for ever. */
    private static boolean passes(Throwable failure) {
        return failure instanceof BusUnavailableException
                || (failure instanceof EventStoreException declared && declared.retryable());
    }

    /** Some are stored already, or differ from what was emitted before: one by one. */
    private void reused(Emission emission, int attempt) {
        List<NewEvent<?>> events = emission.events();
        if (events.size() == 1) {
            LOG.info(
                    "Emitted before with other content, which stands: id={}",
                    events.get(0).id());
            emission.stored().complete(null);
            return;
        }
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (NewEvent<?> event : events) {
            all = all.thenCompose(nothing -> {
                CompletableFuture<Void> one = new CompletableFuture<>();
                tryEmit(new Emission(emission.publisher(), List.of(event), emission.over(), one), attempt);
                return one;
            });
        }
        var unused = all.whenComplete((nothing, failure) -> {
            if (failure == null) {
                emission.stored().complete(null);
            } else {
                emission.stored().completeExceptionally(bare(failure));
            }
        });
    }

    private void again(Emission emission, int attempt, Throwable failure) {
        if (attempt == 1) {
            LOG.warn("Emitted events not stored yet, trying again: {}", failure.toString());
        }
        Runnable retry = () -> tryEmit(emission, attempt + 1);
        if (!dispatcher.after(BACKOFF.delay(attempt), retry, retry)) {
            stranded.add(retry);
        }
    }

    /** Pools came back. */
    void revive() {
        int count = stranded.size(); // what is stranded again meanwhile waits for the next time
        for (int i = 0; i < count; i++) {
            Runnable retry = stranded.poll();
            if (retry != null) {
                retry.run();
            }
        }
    }

    /** The failure itself, out of what stages wrap around it; runs no code of a plugin's exception. */
    static Throwable bare(Throwable failure) {
        Throwable cause = failure.getClass() == CompletionException.class ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }

    /** The id of what a subscription emits as the n-th consequence of an event: a UUIDv5 in form, the same each time. */
    static String id(String subscription, Event<?> cause, int n) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            String name = subscription + '\0' + cause.source() + '\0' + cause.id() + '\0' + n;
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            long high = (hash.getLong() & ~0xF000L) | 0x5000L;
            long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
            return new UUID(high, low).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every Java platform", e);
        }
    }
}
