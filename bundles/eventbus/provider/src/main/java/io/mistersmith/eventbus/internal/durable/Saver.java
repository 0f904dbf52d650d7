package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a ledger, one save at a time: what is settled meanwhile goes with the next. A save that failed comes again; after a
 * few, or when no answer comes at all, the consumer counts as lost. Thread-safe.
 */
final class Saver {

    private static final Logger LOG = LoggerFactory.getLogger(Saver.class);
    private static final int MOST_FAILURES = 5;
    private static final Duration AGAIN = Duration.ofMillis(100);
    /** An answer comes within this, or within twice this at most; the store itself gives up sooner. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final Consumer consumer;
    private final Dispatcher dispatcher;
    private final Runnable saved;
    private final Runnable lost;
    private final AtomicBoolean saving = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();
    /** The save that has not been answered; whoever takes it away acts on it. */
    private final AtomicReference<Ledger.@Nullable Snapshot> pending = new AtomicReference<>();

    private volatile boolean closing;
    private volatile boolean savedOnce;
    private volatile String problem = "";
    private final AtomicInteger failures = new AtomicInteger();

    /** Calls {@code saved} after each save, {@code lost} when the consumer does not answer any more. */
    Saver(Ledger ledger, Consumer consumer, Dispatcher dispatcher, Runnable saved, Runnable lost) {
        this.ledger = ledger;
        this.consumer = consumer;
        this.dispatcher = dispatcher;
        this.saved = saved;
        this.lost = lost;
    }

    /** Whether a save succeeded so far. */
    boolean savedOnce() {
        return savedOnce;
    }

    /** Why the last save failed; empty when it did not. */
    String problem() {
        return problem;
    }

    /** An event is settled; what came of it is saved with that. Saves at once when calls must wait for it. */
    void settle(Ledger.Entry entry, @Nullable Change change) {
        ledger.settle(entry, change);
        if (ledger.unsavedFull()) {
            poke();
        }
    }

    /** Saves something that settles no event. */
    void change(Change change) {
        ledger.change(change);
        poke();
    }

    /** There is something to save. */
    void poke() {
        while (saving.compareAndSet(false, true)) {
            Ledger.Snapshot snapshot = ledger.snapshot();
            if (snapshot != null) {
                save(snapshot);
                return;
            }
            boolean last = closing;
            saving.set(false);
            if (last) {
                consumer.close();
            }
            if (!ledger.hasChanges()) {
                return;
            }
        }
        watch();
    }

    /** Saves what is settled, then gives the consumer back. */
    void close() {
        closing = true;
        poke();
    }

    private void save(Ledger.Snapshot snapshot) {
        pending.set(snapshot);
        watch();
        CompletionStage<Void> stage;
        try {
            stage = consumer.save(snapshot.progress(), snapshot.changes());
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        var unused = stage.whenComplete((nothing, failure) -> {
            if (!pending.compareAndSet(snapshot, null)) {
                return; // too late: the consumer was given up
            }
            if (failure == null) {
                failures.set(0);
                savedOnce = true;
                problem = "";
                ledger.saved(snapshot);
                saving.set(false);
                saved.run();
                poke();
            } else {
                failed(snapshot, failure);
            }
        });
    }

    private void failed(Ledger.Snapshot snapshot, Throwable failure) {
        ledger.notSaved(snapshot);
        int count = failures.incrementAndGet();
        problem = "progress is not saved: " + Emitter.bare(failure);
        LOG.debug("progress not saved: consumer={}, failures={}", consumer.name(), count, failure);
        if (closing || count >= MOST_FAILURES) {
            giveUp();
            return;
        }
        Runnable again = () -> {
            saving.set(false);
            poke();
        };
        if (!dispatcher.after(AGAIN, again, again)) {
            saving.set(false); // no pools: the next settled event, or the pools' return, saves
        }
    }

    private void giveUp() {
        saving.set(false);
        consumer.close();
        lost.run();
    }

    /** Looks later whether the save under way was answered; one timer serves all of them. */
    private void watch() {
        if (pending.get() != null && watching.compareAndSet(false, true)) {
            Ledger.Snapshot seen = pending.get();
            Runnable unwatched = () -> watching.set(false);
            if (!dispatcher.after(PATIENCE, () -> look(seen), unwatched)) {
                unwatched.run();
            }
        }
    }

    private void look(Ledger.@Nullable Snapshot seen) {
        watching.set(false);
        if (seen == null || !pending.compareAndSet(seen, null)) {
            watch(); // that one was answered; there may be another
            return;
        }
        ledger.notSaved(seen);
        problem = "progress is not saved: the store has not answered for " + PATIENCE.toSeconds() + " s";
        LOG.warn(
                "The store has not answered consumer {} for {} s, it is opened anew",
                consumer.name(),
                PATIENCE.toSeconds());
        giveUp();
    }
}
