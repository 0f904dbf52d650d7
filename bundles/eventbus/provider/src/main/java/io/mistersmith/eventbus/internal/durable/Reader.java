package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Work;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.resilience.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a subscription's consumer whenever it may have it, and reads. Runs on pool {@code io} when something changed: a
 * commit, room in the lanes, the store, or who owns the name.
 *
 * <p>STANDBY --{@link #activate}--&gt; OPENING --opened--&gt; RUNNING --store gone or replaced, a read that fails, saves that
 * fail--&gt; OPENING, tried again with backoff. OPENING, RUNNING --{@link #deactivate}--&gt; STANDBY. A consumer that could not
 * be opened completely is closed before OPENING is entered again.
 *
 * <p>Each transition swaps the whole record by compare-and-set. RUNNING is entered by the runner only; whoever leaves it ends
 * its tenure.
 */
final class Reader extends Work {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final int MANY = 5; // failures before a warning
    private static final Backoff AGAIN = new Backoff(Duration.ofMillis(40), Duration.ofSeconds(2));

    private enum Phase {
        STANDBY,
        OPENING,
        RUNNING
    }

    /**
     * What the subscription has now.
     *
     * @param tenure in RUNNING
     * @param ending the tenure before, whose consumer may not be given back yet
     * @param failedBefore failed calls of tenures that ended
     */
    private record State(Phase phase, @Nullable Tenure tenure, @Nullable Tenure ending, long failedBefore) {

        State standby() {
            return tenure == null ? new State(Phase.STANDBY, null, ending, failedBefore) : ended(Phase.STANDBY, tenure);
        }

        State opening() {
            return tenure == null ? new State(Phase.OPENING, null, ending, failedBefore) : ended(Phase.OPENING, tenure);
        }

        private State ended(Phase next, Tenure had) {
            return new State(next, null, had, failedBefore + had.failedCalls());
        }

        State running(Tenure opened) {
            return new State(Phase.RUNNING, opened, null, failedBefore);
        }
    }

    private final DurableSubscription subscription;
    private final AtomicReference<State> state = new AtomicReference<>(new State(Phase.STANDBY, null, null, 0));
    private volatile boolean poked;
    private long start; // by the runner only
    private int failures; // in a row; by the runner only
    private int losses; // tenures in a row that saved nothing; by the runner only

    Reader(DurableSubscription subscription, long start) {
        super(subscription.host().dispatcher());
        this.subscription = subscription;
        this.start = start;
    }

    private State state() {
        return Objects.requireNonNull(state.get());
    }

    void activate() {
        state.updateAndGet(now -> now.phase() == Phase.STANDBY ? now.opening() : now);
        poke();
    }

    /** It may not have the consumer any more; gives what it had, for the caller to end. */
    @Nullable
    Tenure deactivate() {
        return Objects.requireNonNull(state.getAndUpdate(State::standby)).tenure();
    }

    void poke() {
        poked = true;
        wake();
    }

    @Nullable
    Tenure tenure() {
        return state().tenure();
    }

    /** Failed calls of tenures that ended. */
    long failedBefore() {
        return state().failedBefore();
    }

    @Override
    protected String pool() {
        return "io";
    }

    @Override
    protected boolean hasWork() {
        return poked;
    }

    @Override
    protected void revived() {
        Tenure now = tenure();
        if (now != null) {
            now.revive();
        }
        poke();
    }

    @Override
    protected Outcome work() {
        poked = false;
        try {
            boolean more = step();
            failures = 0;
            return more ? Outcome.AGAIN : Outcome.EMPTY;
        } catch (RuntimeException | Error e) { // the store does not answer, or another still has the consumer
            failed(e);
            return Outcome.EMPTY;
        }
    }

    private void failed(Throwable failure) {
        String what = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        subscription.problem(what);
        failures++;
        if (failures == MANY) {
            LOG.warn("Durable subscription does not run, trying again: subscription={}: {}", subscription.name(), what);
        }
        LOG.debug("durable subscription {} does not read yet", subscription.name(), failure);
        Tenure now = tenure();
        if (now != null) {
            end(now); // what was not saved comes again
        }
        later(failures);
    }

    /** Does what is due; true: there is more to read. */
    private boolean step() {
        StoreAccess store = subscription.host().store();
        Tenure now = tenure();
        if (now != null && (store == null || !now.of(store) || now.tooNarrow())) {
            end(now);
            now = null;
        }
        if (now != null && now.lost()) {
            lost(now);
            return false;
        }
        if (store == null) {
            subscription.problem("no event store");
            return false;
        }
        if (now == null && state().phase() == Phase.OPENING) {
            now = open(store);
        }
        return now != null && now.read();
    }

    private @Nullable Tenure open(StoreAccess store) {
        State opening = state();
        Tenure before = opening.ending();
        if (before != null && !before.quiet()) {
            subscription.problem("a call from before the store went is still running");
            later(1);
            return null;
        }
        if (start == Spec.NOW) {
            start = store.store().head();
        }
        Tenure opened = opened(store, store.consumers().open(subscription.name(), start));
        if (opening.phase() == Phase.OPENING && state.compareAndSet(opening, opening.running(opened))) {
            subscription.problem("");
            opened.paused(subscription.paused()); // what changed between its making and now found no tenure
            opened.limits();
            return opened;
        }
        opened.stop(); // another owns the name by now, or it was closed
        poke();
        return null;
    }

    /** A consumer that cannot be used is given back at once, or nobody could open it again. */
    private Tenure opened(StoreAccess store, Consumer consumer) {
        boolean usable = false;
        try {
            consumer.onCommit(this::poke);
            Tenure opened = new Tenure(subscription, store, consumer, consumer.progress(), consumer.letters());
            usable = true;
            return opened;
        } finally {
            if (!usable) {
                consumer.close();
            }
        }
    }

    private void end(Tenure had) {
        state.getAndUpdate(now -> now.tenure() == had ? now.opening() : now);
        had.stop();
    }

    /** Its saves fail: opens the consumer again, backing off after each tenure that saved nothing. */
    private void lost(Tenure now) {
        end(now);
        losses = now.savedOnce() ? 1 : losses + 1;
        subscription.problem(now.saveProblem());
        if (losses == 1) {
            LOG.warn(
                    "Opening the consumer again; events settled since the last save are delivered again:"
                            + " subscription={}: {}",
                    subscription.name(),
                    now.saveProblem());
        }
        later(MANY + losses);
    }

    private void later(int inVain) {
        boolean unused = subscription.host().dispatcher().after(AGAIN.delay(inVain), this::poke, this::poke);
    }
}
