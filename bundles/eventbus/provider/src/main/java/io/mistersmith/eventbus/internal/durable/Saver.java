package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Dispatcher;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a ledger, one save at a time: what is settled meanwhile goes with the next. A save that failed is tried again; after a
 * few failures, or when no answer comes at all, the consumer counts as lost. Thread-safe.
 *
 * <p>IDLE --{@link #poke}, with changes--&gt; SAVING; --{@link #poke}, closing and without--&gt; CLOSED. SAVING
 * --saved--&gt; IDLE, and poked again; --failed--&gt; PAUSING, or CLOSED when closing or failed too often; --no answer--&gt;
 * CLOSED. PAUSING --timer--&gt; IDLE, and poked. CLOSED is final; the thread that enters it gives the consumer back.
 *
 * <p>Each transition swaps the whole record by compare-and-set, and the thread that wins acts on it: an answer that comes too
 * late finds another record.
 */
final class Saver {

    private static final Logger LOG = LoggerFactory.getLogger(Saver.class);
    private static final int MOST_FAILURES = 5;
    private static final Duration AGAIN = Duration.ofMillis(100);
    /** An answer comes within this, or within twice this at most; the store itself gives up sooner. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private enum Phase {
        IDLE,
        SAVING,
        PAUSING,
        CLOSED
    }

    /** The save under way, if any, and the failures in a row before it. */
    private record State(Phase phase, Ledger.@Nullable Snapshot pending, int failures) {

        static final State IDLE = new State(Phase.IDLE, null, 0);
        static final State CLOSED = new State(Phase.CLOSED, null, 0);
    }

    private final Ledger ledger;
    private final Consumer consumer;
    private final Dispatcher dispatcher;
    private final Runnable saved;
    private final Runnable lost;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final AtomicBoolean watching = new AtomicBoolean();

    private volatile boolean closing;
    private volatile boolean savedOnce;
    private volatile String problem = "";

    /** Calls {@code saved} after each save, {@code lost} when the consumer does not answer any more. */
    Saver(Ledger ledger, Consumer consumer, Dispatcher dispatcher, Runnable saved, Runnable lost) {
        this.ledger = ledger;
        this.consumer = consumer;
        this.dispatcher = dispatcher;
        this.saved = saved;
        this.lost = lost;
    }

    private State state() {
        return Objects.requireNonNull(state.get());
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
        settled();
    }

    /** The ledger settled an event: saves at once when calls must wait for it. */
    void settled() {
        if (ledger.repeats() >= FlowControl.MOST_REPEATS) {
            poke();
        }
    }

    /** Saves what there is to save, unless a save is under way; the next one takes it then. */
    void poke() {
        State now = state();
        while (now.phase() == Phase.IDLE) {
            if (!ledger.hasChanges()) {
                if (closing && state.compareAndSet(now, State.CLOSED)) {
                    consumer.close();
                }
                return;
            }
            // Entered before the snapshot is taken: two threads must not each take a part of the changes.
            State entering = new State(Phase.SAVING, null, now.failures());
            if (state.compareAndSet(now, entering)) {
                save(entering);
                return;
            }
            now = state();
        }
        watch();
    }

    /** Saves what is settled, then gives the consumer back. */
    void close() {
        closing = true;
        poke();
    }

    private void save(State entered) {
        Ledger.Snapshot snapshot = ledger.snapshot();
        if (snapshot == null) { // another save took the changes between two looks
            state.set(new State(Phase.IDLE, null, entered.failures()));
            if (closing || ledger.hasChanges()) {
                poke();
            }
            return;
        }
        State saving = new State(Phase.SAVING, snapshot, entered.failures());
        state.set(saving);
        watch();
        CompletionStage<Void> stage;
        try {
            stage = consumer.save(snapshot.progress(), snapshot.changes());
        } catch (RuntimeException | Error e) { // unanswered, it would hold up every later save
            stage = CompletableFuture.failedStage(e);
        }
        var unused = stage.whenComplete((nothing, failure) -> {
            if (failure == null) {
                saved(saving, snapshot);
            } else {
                failed(saving, snapshot, failure);
            }
        });
    }

    private void saved(State saving, Ledger.Snapshot snapshot) {
        if (!answered(saving)) {
            return;
        }
        ledger.saved(snapshot); // while still in SAVING: the next snapshot must not count these
        savedOnce = true;
        problem = "";
        state.set(State.IDLE);
        saved.run();
        poke();
    }

    /** Whether this save is still waited for; from here on it is not. False: too late, the consumer was given up. */
    private boolean answered(State saving) {
        return state.compareAndSet(saving, new State(Phase.SAVING, null, saving.failures()));
    }

    private void failed(State saving, Ledger.Snapshot snapshot, Throwable failure) {
        if (!answered(saving)) {
            return;
        }
        int failures = saving.failures() + 1;
        boolean last = closing || failures >= MOST_FAILURES;
        State next = last ? State.CLOSED : new State(Phase.PAUSING, null, failures);
        ledger.notSaved(snapshot);
        problem = "progress is not saved: " + Emitter.bare(failure);
        LOG.debug("progress not saved: consumer={}, failures={}", consumer.name(), failures, failure);
        state.set(next);
        if (last) {
            giveUp();
            return;
        }
        State idle = new State(Phase.IDLE, null, failures);
        Runnable again = () -> {
            if (state.compareAndSet(next, idle)) {
                poke();
            }
        };
        if (!dispatcher.after(AGAIN, again, again)) {
            state.compareAndSet(next, idle); // no pools: the next settled event, or the pools' return, saves
        }
    }

    private void giveUp() {
        consumer.close();
        lost.run();
    }

    /** Looks later whether the save under way was answered; one timer serves all of them. */
    private void watch() {
        State seen = state();
        if (seen.phase() == Phase.SAVING && watching.compareAndSet(false, true)) {
            Runnable unwatched = () -> watching.set(false);
            if (!dispatcher.after(PATIENCE, () -> look(seen), unwatched)) {
                unwatched.run();
            }
        }
    }

    private void look(State seen) {
        watching.set(false);
        if (seen.pending() == null || !state.compareAndSet(seen, State.CLOSED)) {
            watch(); // that one was answered; there may be another
            return;
        }
        problem = "progress is not saved: the store has not answered for " + PATIENCE.toSeconds() + " s";
        LOG.warn(
                "The store has not answered consumer {} for {} s: opening it again",
                consumer.name(),
                PATIENCE.toSeconds());
        giveUp();
    }
}
