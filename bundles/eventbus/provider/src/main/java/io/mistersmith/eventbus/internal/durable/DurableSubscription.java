package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.core.CloseWait;
import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
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

    int drop(List<Long> positions) {
        Tenure now = reader.tenure();
        if (now == null) {
            throw new IllegalArgumentException("subscription " + name + " does not run: " + status().problem());
        }
        return now.letters().drop(positions);
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

    /** Events that it is done with. */
    long done() {
        return handled.get() + parked.get();
    }

    /** What a tenure waits for may be back. */
    void comeBack() {
        Tenure now = reader.tenure();
        if (now != null) {
            now.comeBack();
        }
    }

    /** The settings changed. */
    void limits() {
        Tenure now = reader.tenure();
        if (now != null) {
            now.limits();
        }
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
        pause(true);
    }

    @Override
    public void resume() {
        pause(false);
    }

    /** A tenure that opens meanwhile asks {@link #paused} once more when others can find it, or is found here. */
    private void pause(boolean now) {
        paused = now;
        Tenure tenure = reader.tenure();
        if (tenure != null) {
            tenure.paused(now);
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
        long done = done();
        long position = now == null ? 0 : now.ledger().savedLow();
        SlowHandlers.Running stuck = now == null ? null : now.stuck();
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
                problemNow(now, stuck),
                stuck == null ? 0 : stuck.millis(),
                now == null ? "" : note(now));
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
        if (closed.get() || (now != null && now.letters().full() > 0)) {
            return "stopped";
        }
        if (now == null) {
            return "waiting";
        }
        if (paused) {
            return "paused";
        }
        String away = away(now);
        return away == null ? "running" : "waiting for " + away;
    }

    private @Nullable String away(Tenure now) {
        return host.dispatcher().threads() == null
                ? "the thread pools"
                : now.flow().away();
    }

    private String problemNow(@Nullable Tenure now, SlowHandlers.@Nullable Running stuck) {
        if (now == null) {
            return waitsFor.isEmpty() ? (problem.isEmpty() ? "opening" : problem) : waitsFor;
        }
        if (now.letters().full() > 0) {
            return now.letters().full() + " dead letters, no more are kept: fix the handler, then dlq:redrive " + name
                    + ", or dlq:drop " + name + " discards them";
        }
        if (!now.saveProblem().isEmpty()) {
            return now.saveProblem();
        }
        String away = away(now);
        if (away != null) {
            if (away.equals(Tenure.TURN)) {
                return "no handler is called until it has returned: " + away;
            }
            return "no handler is called until " + away + (away.endsWith("s") ? " are" : " is") + " back";
        }
        if (stuck != null) {
            return stuck.problem();
        }
        if (!now.marks().problem().isEmpty()) {
            return now.marks().problem();
        }
        long rest = now.restMillis();
        long limit = host.limits().stuckHandler().toMillis();
        boolean rests = limit > 0 && rest >= limit && !paused && now.ledger().open() > 0;
        return rests && now.planned().subjects() == 0
                ? "nothing was settled for " + rest / 1_000 + " s, events that wait: "
                        + now.ledger().open()
                : "";
    }

    /** Attempts to come are no problem: they are what retries are for. */
    private String note(Tenure now) {
        Lane.Planned planned = now.planned();
        if (planned.subjects() == 0) {
            return "";
        }
        long seconds = Math.max(0, planned.nextMillis() - host.clock().millis()) / 1_000;
        return planned.subjects() + (planned.subjects() == 1 ? " subject waits" : " subjects wait")
                + " for another attempt, the next in " + seconds + " s";
    }

    /** Lanes of the present, for tests. */
    List<DurableLane> lanes() {
        Tenure now = reader.tenure();
        return now == null ? List.of() : now.lanes();
    }
}
