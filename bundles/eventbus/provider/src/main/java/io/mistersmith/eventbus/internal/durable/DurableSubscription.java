package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.core.CloseWait;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import io.mistersmith.eventbus.internal.memory.Origin;
import io.mistersmith.eventstore.EventStoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A durable subscription of one handler. Of several handlers that name the same subscription one is active, and has the
 * consumer while there is a store; the others wait.
 */
public final class DurableSubscription implements Subscription {

    private final Host host;
    private final String name;
    private final Spec spec;
    private final Target target;
    private final Origin origin;
    private final Reader reader;
    private final java.util.function.Consumer<DurableSubscription> onClose;
    private final CloseWait waits = new CloseWait();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong parked = new AtomicLong();
    private volatile boolean paused;
    private volatile String waitsFor = "no event store";
    private volatile String problem = "";
    private volatile int fullWith;

    DurableSubscription(
            Host host,
            String name,
            Spec spec,
            Target target,
            java.util.function.Consumer<DurableSubscription> onClose) {
        this.host = host;
        this.name = name;
        this.spec = spec;
        this.target = target;
        this.onClose = onClose;
        this.origin = new Origin(target.owner().name());
        this.reader = new Reader(this, start());
        host.dispatcher().add(reader);
    }

    /** Where a new one begins. It is found out now: what is stored after subscribing must come. */
    private long start() {
        StoreAccess now = host.store();
        if (spec.start() != Spec.NOW || now == null) {
            return spec.start();
        }
        try {
            return now.store().head();
        } catch (EventStoreException e) {
            return Spec.NOW; // found out when the store answers
        }
    }

    /** It is the one that has the name now. */
    void activate() {
        waitsFor = "";
        reader.activate();
        if (closed.get()) { // perhaps before it was activated, then close() had nothing to give back
            waitsFor = "closed";
            giveBack();
        }
    }

    /** Another has the name: gives the consumer back. Waits for running calls as {@link #close} does. */
    void deactivate(String reason) {
        waitsFor = reason;
        giveBack();
    }

    private void giveBack() {
        Tenure ending = reader.deactivate();
        if (ending != null) {
            ending.stop();
            waits.awaitEnd(name, ending.lanes());
            ending.finish();
        }
    }

    void poke() {
        reader.poke();
    }

    int redrive(@Nullable String subject) {
        Tenure now = reader.tenure();
        if (now == null) {
            throw new IllegalArgumentException("subscription " + name + " does not run: " + status().problem());
        }
        return now.redrive(subject);
    }

    Host host() {
        return host;
    }

    Spec spec() {
        return spec;
    }

    Target target() {
        return target;
    }

    Origin origin() {
        return origin;
    }

    boolean paused() {
        return paused;
    }

    void accepted() {
        accepted.incrementAndGet();
    }

    void handled() {
        handled.incrementAndGet();
        waits.signal();
    }

    void parked() {
        parked.incrementAndGet();
        waits.signal();
    }

    void progressed() {
        waits.signal();
    }

    /** Too many dead letters; 0: not too many. */
    void full(int letters) {
        fullWith = letters;
    }

    void problem(String what) {
        problem = what;
    }

    /** Whether it has its consumer. */
    boolean running() {
        return reader.tenure() != null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        Tenure now = reader.tenure();
        if (now != null) {
            now.resume();
        }
    }

    /** Idle: everything that is stored by now is settled and saved. */
    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        poke();
        return waits.await(this::idle, timeout.toNanos());
    }

    private boolean idle() {
        Tenure now = reader.tenure();
        StoreAccess store = host.store();
        return now != null
                && store != null
                && now.idle()
                && now.ledger().savedLow() >= store.store().head();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            waitsFor = "closed";
            giveBack();
            host.dispatcher().remove(reader);
            onClose.accept(this);
        }
    }

    /** Whether it was closed. */
    public boolean closed() {
        return closed.get();
    }

    @Override
    public SubscriptionStatus status() {
        Tenure now = reader.tenure();
        long done = handled.get() + parked.get();
        long position = now == null ? 0 : now.ledger().savedLow();
        return new SubscriptionStatus(
                name,
                target.owner().label(),
                target.shape().typeNames(),
                true,
                state(now),
                accepted.get(),
                0,
                handled.get(),
                reader.failedBefore() + (now == null ? 0 : now.failedCalls()),
                parked.get(),
                0,
                now == null ? 0 : now.ledger().open(),
                spec().queueCapacity(),
                position,
                now == null ? 0 : lag(position, done),
                problemNow(now));
    }

    private long lag(long position, long done) {
        StoreAccess store = host.store();
        try {
            return store == null ? 0 : Math.max(0, store.store().head() - position);
        } catch (EventStoreException e) {
            return Math.max(0, accepted.get() - done);
        }
    }

    private String state(@Nullable Tenure now) {
        if (closed.get() || fullWith > 0) {
            return "stopped";
        }
        return now == null ? "waiting" : paused ? "paused" : "running";
    }

    private String problemNow(@Nullable Tenure now) {
        if (fullWith > 0) {
            return fullWith + " dead letters, no more are kept: mend the handler, then dlq:redrive " + name;
        }
        if (now != null) {
            return now.problem();
        }
        return waitsFor.isEmpty() ? (problem.isEmpty() ? "opening" : problem) : waitsFor;
    }

    /** Lanes of the present, for tests. */
    List<DurableLane> lanes() {
        Tenure now = reader.tenure();
        return now == null ? List.of() : now.lanes();
    }
}
