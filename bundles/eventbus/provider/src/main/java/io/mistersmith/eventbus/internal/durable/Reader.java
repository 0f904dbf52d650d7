package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Work;
import io.mistersmith.resilience.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a subscription's consumer whenever it may have it, and reads. Runs on pool {@code io} when something changed: a
 * commit, room in the lanes, the store, or whose turn it is.
 */
final class Reader extends Work {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final int MANY = 5; // failures before it is said aloud
    private static final Backoff AGAIN = new Backoff(Duration.ofMillis(40), Duration.ofSeconds(2));

    private final DurableSubscription subscription;
    private volatile boolean poked;
    private volatile boolean active; // written under this
    private volatile @Nullable Tenure tenure; // written under this
    private volatile @Nullable Tenure ending; // of the same subscription; written by the runner
    private volatile long failedBefore;
    private long start; // by the runner only
    private int failures; // in a row; by the runner only
    private int losses; // tenures in a row that saved nothing; by the runner only

    Reader(DurableSubscription subscription, long start) {
        super(subscription.host().dispatcher());
        this.subscription = subscription;
        this.start = start;
    }

    synchronized void activate() {
        active = true;
        poke();
    }

    /** It may not have the consumer any more; gives what it had, for the caller to end. */
    synchronized @Nullable Tenure deactivate() {
        active = false;
        Tenure had = tenure;
        tenure = null;
        if (had != null) {
            failedBefore += had.failedCalls();
            ending = had;
        }
        return had;
    }

    void poke() {
        poked = true;
        wake();
    }

    @Nullable
    Tenure tenure() {
        return tenure;
    }

    long failedBefore() {
        return failedBefore;
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
        Tenure now = tenure;
        if (now != null) {
            now.revive();
        }
        poke();
    }

    @Override
    protected Outcome work() {
        poked = false;
        try {
            step();
            failures = 0;
        } catch (RuntimeException | LinkageError e) { // the store does not answer, or another still has the consumer
            failed(e);
        }
        return Outcome.EMPTY;
    }

    private void failed(Throwable failure) {
        String what = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        subscription.problem(what);
        failures++;
        if (failures == MANY) {
            LOG.warn("Durable subscription does not run, trying again: subscription={}: {}", subscription.name(), what);
        }
        LOG.debug("durable subscription {} does not read yet", subscription.name(), failure);
        Tenure now = tenure;
        if (now != null) {
            end(now); // what was not saved comes again
        }
        later(failures);
    }

    private void step() {
        StoreAccess store = subscription.host().store();
        Tenure now = tenure;
        if (now != null && (store == null || !now.of(store))) {
            end(now);
            now = null;
        }
        if (now != null && now.lost()) {
            lost(now);
            return;
        }
        if (store == null) {
            subscription.problem("no event store");
            return;
        }
        if (active && now == null) {
            now = open(store);
        }
        if (now != null) {
            now.read();
        }
    }

    private @Nullable Tenure open(StoreAccess store) {
        Tenure before = ending;
        if (before != null && !before.quiet()) {
            subscription.problem("a call from before the store went is still running");
            later(failures);
            return null;
        }
        ending = null;
        if (start == Spec.NOW) {
            start = store.store().head();
        }
        Tenure opened = new Tenure(subscription, store, store.consumers().open(subscription.name(), start));
        synchronized (this) {
            if (active) {
                tenure = opened;
                subscription.problem("");
                return opened;
            }
        }
        opened.stop();
        return null;
    }

    private synchronized void end(Tenure now) {
        if (tenure == now) {
            tenure = null;
            failedBefore += now.failedCalls();
        }
        ending = now;
        now.stop();
    }

    /** Its saves fail: opens the consumer anew, the later the more often that was in vain. */
    private void lost(Tenure now) {
        end(now);
        losses = now.savedOnce() ? 1 : losses + 1;
        subscription.problem(now.problem());
        if (losses == 1) {
            LOG.warn(
                    "Consumer opened anew, what was settled since the last save comes again: subscription={}: {}",
                    subscription.name(),
                    now.problem());
        }
        later(MANY + losses);
    }

    private void later(int inVain) {
        boolean unused = subscription.host().dispatcher().after(AGAIN.delay(inVain), this::poke, this::poke);
    }
}
