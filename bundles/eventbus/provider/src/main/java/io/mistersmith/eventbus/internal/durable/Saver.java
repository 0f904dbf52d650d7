package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a ledger, one save at a time: what is settled meanwhile goes with the next. A save that failed comes again; after a
 * few the consumer counts as lost. Thread-safe.
 */
final class Saver {

    private static final Logger LOG = LoggerFactory.getLogger(Saver.class);
    private static final int MOST_FAILURES = 5;
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Ledger ledger;
    private final Consumer consumer;
    private final Dispatcher dispatcher;
    private final Runnable saved;
    private final Runnable lost;
    private final AtomicBoolean saving = new AtomicBoolean();
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
    }

    /** Saves what is settled, then gives the consumer back. */
    void close() {
        closing = true;
        poke();
    }

    private void save(Ledger.Snapshot snapshot) {
        CompletionStage<Void> stage;
        try {
            stage = consumer.save(snapshot.progress(), snapshot.changes());
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        var unused = stage.whenComplete((nothing, failure) -> {
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
            saving.set(false);
            consumer.close();
            lost.run();
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
}
