package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.core.BusThread;
import io.mistersmith.eventbus.internal.core.CloseWait;
import io.mistersmith.eventbus.internal.core.RareWarning;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription that is not durable: a bounded queue, and one lane for each call that may run at a time.
 *
 * <p>{@code accepted} is the producers' index of the queue; an event is settled when it was handled, given up, evicted or
 * discarded. Reading settled before accepted and accepted before refused keeps each figure between what was completed and
 * what was begun.
 */
public final class MemorySubscription implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(MemorySubscription.class);

    private final String name;
    private final Surroundings around;
    private final Inbox inbox;
    private final CloseWait waits = new CloseWait();
    private final RareWarning warnings = new RareWarning(LOG);
    private final LongAdder refused = new LongAdder();
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private final AtomicLong lingers = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Spec spec;
    private volatile @Nullable Target target; // null while it lingers
    private volatile Target described;
    private volatile boolean paused;
    private volatile boolean holding; // paused, or without a handler
    private volatile boolean ended;
    private volatile @Nullable Runnable onEmpty;

    MemorySubscription(String name, Spec spec, Target target, Surroundings around) {
        this.name = name;
        this.spec = spec;
        this.target = target;
        this.described = target;
        this.around = around;
        this.inbox = new Inbox(this, spec, around.dispatcher());
    }

    /** Queues an event; false: there is no room. Never blocks. */
    boolean offer(Envelope event) {
        return inbox.offer(event);
    }

    /** Queues an event, waiting for room; false: the time was over, or this thread must not wait. */
    boolean offerWithin(Envelope event, long nanos) {
        if (BusThread.current() != null) {
            return inbox.offer(event); // two handlers that publish into each other would wait for ever
        }
        try {
            return waits.await(() -> inbox.offer(event), nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void refuse() {
        refused.increment();
    }

    Overflow overflow() {
        return spec.overflow();
    }

    /** Whether a publisher is told that there was no room. */
    boolean refusesAloud() {
        return overflow() == Overflow.FAIL || overflow() == Overflow.BLOCK;
    }

    int capacity() {
        return spec.queueCapacity();
    }

    boolean takes(String type) {
        return described.shape().takes(type);
    }

    @Override
    public String name() {
        return name;
    }

    Spec spec() {
        return spec;
    }

    @Nullable
    Target target() {
        return target;
    }

    @Nullable
    PayloadCodec codec() {
        return around.codec();
    }

    boolean holding() {
        return holding;
    }

    boolean ended() {
        return ended;
    }

    void watch() {
        around.slow().watch();
    }

    /** An event is done with, which is the lane's so manieth. */
    void released(long settled) {
        inbox.released();
        // A publisher that waits for room is not woken for each place: the two would take turns. The lane's own count
        // says when; a counter here would be written for each event beside what publishers read.
        if ((settled & 31) == 0) {
            waits.signal();
        }
    }

    void givenUp(Envelope event, int attempts, Throwable failure) {
        givenUp.incrementAndGet();
        inbox.released();
        waits.signal();
        Target called = described;
        warnings.warn(
                "Event dropped after its last attempt: subscription=" + name + ", " + called.label() + ", event="
                        + event + ", attempts=" + attempts,
                failure);
    }

    void discarded() {
        discarded.incrementAndGet();
        inbox.released();
        waits.signal();
    }

    void progressed() {
        waits.signal();
        Runnable then = onEmpty;
        if (then != null && inbox.settled() >= inbox.accepted()) {
            onEmpty = null;
            then.run();
        }
    }

    /** Events taken so far; for who watches the traffic. */
    long accepted() {
        return inbox.accepted();
    }

    /** Keeps the queue for a successor; the handler is not held any more. */
    public void linger() {
        lingers.incrementAndGet();
        holding = true;
        waits.awaitEnd(name, inbox.lanes());
        target = null;
    }

    /** How often a handler went so far. */
    public long lingers() {
        return lingers.get();
    }

    /** Goes on with this handler; false if its queues do not fit the new options. */
    public boolean adopt(Spec next, Target successor) {
        if (ended || !spec.sameQueues(next)) {
            return false;
        }
        spec = next;
        continueWith(successor);
        return true;
    }

    /** Hands what is queued to this handler; afterwards {@code then} is called once. */
    public void finishWith(Target successor, Runnable then) {
        onEmpty = then;
        continueWith(successor);
        inbox.wake();
    }

    private void continueWith(Target successor) {
        target = successor;
        described = successor;
        holding = paused;
        inbox.release();
    }

    /** Whether it waits for a successor. */
    public boolean lingering() {
        return target == null && !ended;
    }

    @Override
    public void pause() {
        paused = true;
        holding = true;
    }

    @Override
    public void resume() {
        paused = false;
        if (target != null) {
            holding = false;
            inbox.release();
        }
    }

    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return waits.await(() -> inbox.settled() >= inbox.accepted(), timeout.toNanos());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            around.closing(this);
            ended = true;
            waits.awaitEnd(name, inbox.lanes());
            target = null;
            inbox.release(); // what is left is discarded
        }
    }

    /** What it dropped so far, and why. */
    public Drops drops() {
        return new Drops(refused.sum(), inbox.evicted(), givenUp.get(), discarded.get());
    }

    @Override
    public SubscriptionStatus status() {
        long settled = inbox.settled();
        long accepted = inbox.accepted();
        Drops drops = drops();
        long dropped = drops.givenUp() + drops.gone() + drops.evicted();
        Target now = described;
        return new SubscriptionStatus(
                name,
                now.owner().label(),
                now.shape().typeNames(),
                false,
                ended ? "stopped" : lingering() ? "lingering" : paused ? "paused" : "running",
                accepted,
                drops.full(),
                Math.max(0, settled - dropped),
                inbox.failed(),
                0,
                dropped,
                accepted - settled,
                capacity(),
                0,
                0,
                "");
    }

    /** The lanes, for tests and for who waits. */
    List<MemoryLane> lanes() {
        return inbox.lanes();
    }
}
