package io.mistersmith.eventbus.internal.memory;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventbus.Overflow;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.SubscriptionStatus;
import io.mistersmith.eventbus.internal.core.BusThread;
import io.mistersmith.eventbus.internal.core.CloseWait;
import io.mistersmith.eventbus.internal.core.RareWarning;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import io.mistersmith.eventbus.internal.core.Spec;
import io.mistersmith.eventbus.internal.core.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription that is not durable: a bounded queue, and one lane for each call that may run at a time.
 *
 * <p>Everything that changes is one {@link MemoryState}. It is written under this object's lock only, and read without it:
 * by publishers, by lanes and for the status. A lane takes events only while the state says so for its inbox. So once the
 * state holds an inbox back and none of its lanes is in a call, nobody but the holder of the lock touches its queues.
 *
 * <p>A successor whose options need other queues gets them by a swap, under the lock: the state turns to an inbox that takes
 * nothing, what waits moves to the new inbox in order, and the state turns to that. A publisher that offered to the previous
 * inbox looks at the state again after its offer, and moves its event on if the inbox was replaced meanwhile. So each event
 * is in one inbox, and what one thread publishes stays in order.
 *
 * <p>{@code accepted} is the producers' index of the queue; an event is settled when it was handled, given up, evicted or
 * discarded. Reading settled before accepted and accepted before refused keeps each figure between what was completed and
 * what was begun.
 */
public final class MemorySubscription implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(MemorySubscription.class);

    private final String name;
    private final Surroundings around;
    private final CloseWait waits = new CloseWait();
    private final RareWarning warnings = new RareWarning(LOG);
    private final LongAdder refused = new LongAdder();
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private final Set<MemoryLane> quiet =
            new HashSet<>(); // lanes whose last call ended while SWAPPING; guarded by this
    private long lingers; // guarded by this
    private volatile MemoryState state; // written under this

    MemorySubscription(String name, Spec spec, Target target, Surroundings around) {
        this.name = name;
        this.around = around;
        this.state = MemoryState.initial(spec, target, Inbox.open(this, spec, around.dispatcher()));
    }

    MemoryState state() {
        return state;
    }

    /** Queues an event; false: there is no room. Waits for nobody but a swap, which waits for nobody. */
    boolean offer(Envelope event) {
        Inbox inbox = state.inbox();
        boolean taken = inbox.offer(event);
        // Not before the offer: a swap in between would leave the event in a queue that nobody empties.
        if (state.inbox() == inbox && (taken || !inbox.isShut())) {
            return taken;
        }
        return offerAfterSwap(inbox, taken, event);
    }

    private synchronized boolean offerAfterSwap(Inbox replaced, boolean taken, Envelope event) {
        if (!taken) {
            return state.inbox().offer(event);
        }
        // Perhaps not only this event, and perhaps another publisher has moved this one.
        boolean ours = true;
        for (Envelope late : replaced.takeAll()) {
            if (!state.inbox().offer(late)) {
                if (late == event) {
                    ours = false; // its publisher is told
                } else {
                    refuse();
                }
            }
        }
        return ours;
    }

    /** Queues an event, waiting for room; false: the time was over, or this thread must not wait. */
    boolean offerWithin(Envelope event, long nanos) {
        if (BusThread.current() != null) {
            return offer(event); // two handlers that publish into each other would wait for ever
        }
        try {
            return waits.await(() -> offer(event), nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void refuse() {
        refused.increment();
    }

    Overflow overflow() {
        return state.spec().overflow();
    }

    /** Whether a publisher is told that there was no room. */
    boolean refusesAloud() {
        return overflow() == Overflow.FAIL || overflow() == Overflow.BLOCK;
    }

    int capacity() {
        return state.spec().queueCapacity();
    }

    boolean takes(String type) {
        return state.latest().shape().takes(type);
    }

    @Override
    public String name() {
        return name;
    }

    @Nullable
    PayloadCodec codec() {
        return around.codec();
    }

    void watch() {
        around.slow().watch();
    }

    /** Called after an event is settled; {@code settled} is the lane's running total. */
    void released(long settled) {
        // A publisher that waits for room is not woken for each place: the two would take turns. The lane's own count
        // says when; a counter here would be written for each event beside what publishers read.
        if ((settled & 31) == 0) {
            waits.signal();
        }
    }

    void givenUp(Envelope event, int attempts, Throwable failure) {
        warnings.warn(
                "Event dropped after its last attempt: subscription=" + name + ", "
                        + state.target().label() + ", event=" + event + ", attempts=" + attempts,
                failure);
        givenUp.incrementAndGet();
        waits.signal();
    }

    void discarded() {
        discarded.incrementAndGet();
        waits.signal();
    }

    /** Called by a lane's runner, which from here on takes events only if the state lets it. */
    void progressed(MemoryLane lane) {
        waits.signal();
        if (state.phase() == Phase.SWAPPING) {
            swap(lane);
        }
    }

    /** Events accepted so far. */
    long accepted() {
        MemoryState now = state;
        return now.before().accepted() + now.inbox().accepted();
    }

    private boolean idle() {
        MemoryState now = state;
        long settled = now.before().settled() + now.inbox().settled();
        return settled >= now.before().accepted() + now.inbox().accepted();
    }

    /**
     * Keeps the queue for a successor. Waits for calls of the handler as {@link #close} does.
     *
     * @return a number that stands for this wait for a successor
     */
    public long linger() {
        long token;
        synchronized (this) {
            token = ++lingers;
            if (state.phase() == Phase.STOPPED) {
                return token;
            }
            state = state.lingering();
            quiet.clear();
        }
        waits.awaitEnd(name, lanes());
        return token;
    }

    /** Ends it if no successor came since {@link #linger} gave this number. */
    public void endLinger(long token) {
        synchronized (this) {
            if (state.phase() != Phase.LINGERING || token != lingers) {
                return;
            }
            state = state.stopped();
        }
        ended();
    }

    /** Goes on with this handler, and with what has been queued; false if the subscription does not wait for one. */
    public boolean adopt(Spec next, Target successor) {
        synchronized (this) {
            MemoryState now = state;
            if (now.phase() != Phase.LINGERING) {
                return false;
            }
            state = now.spec().sameQueues(next) ? now.adopted(next, successor) : now.swapping(next, successor);
        }
        around.changed();
        lanes().forEach(MemoryLane::release);
        swap(null);
        return true;
    }

    /** Completes a swap unless a call of the previous handler is running. */
    private synchronized void swap(@Nullable MemoryLane caller) {
        MemoryState now = state;
        MemoryState.Successor next = now.next();
        if (next == null) {
            return;
        }
        if (caller != null) {
            quiet.add(caller);
        }
        Inbox previous = now.inbox();
        for (MemoryLane lane : previous.lanes()) {
            if (lane.running() && !quiet.contains(lane)) {
                return; // comes here itself when its call has ended
            }
        }
        quiet.clear();
        state = now.moving(Inbox.shut(this, around.dispatcher()));
        List<Envelope> waiting = previous.takeAll();
        Inbox fresh = Inbox.open(
                this,
                next.spec(),
                around.dispatcher(),
                waiting,
                previous.lanes().size() == 1);
        state = state.swapped(next, fresh, now.before().plusReplaced(previous));
        previous.lanes().forEach(around.dispatcher()::remove);
        fresh.wake();
    }

    @Override
    public synchronized void pause() {
        if (state.phase() != Phase.STOPPED) {
            state = state.pausing(true);
        }
    }

    @Override
    public void resume() {
        synchronized (this) {
            if (state.phase() == Phase.STOPPED) {
                return;
            }
            state = state.pausing(false);
        }
        lanes().forEach(MemoryLane::release);
    }

    @Override
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return waits.await(this::idle, timeout.toNanos());
    }

    @Override
    public void close() {
        synchronized (this) {
            if (state.phase() == Phase.STOPPED) {
                return;
            }
            state = state.stopped();
        }
        ended();
    }

    private void ended() {
        around.closed(this);
        waits.awaitEnd(name, lanes());
        lanes().forEach(MemoryLane::release); // what is left is discarded
    }

    /** Whether it has ended. */
    public boolean stopped() {
        return state.phase() == Phase.STOPPED;
    }

    /** What it dropped so far, and why. */
    public Drops drops() {
        MemoryState now = state;
        return new Drops(refused.sum(), now.before().evicted() + now.inbox().evicted(), givenUp.get(), discarded.get());
    }

    @Override
    public SubscriptionStatus status() {
        MemoryState now = state;
        long settled = now.before().settled() + now.inbox().settled();
        long accepted = now.before().accepted() + now.inbox().accepted();
        Drops drops = drops();
        long dropped = drops.givenUp() + drops.gone() + drops.evicted();
        Target latest = now.latest();
        SlowHandlers.Running stuck = around.slow().stuck(now.inbox().lanes());
        return new SubscriptionStatus(
                name,
                latest.owner().label(),
                latest.shape().typeNames(),
                false,
                label(now),
                accepted,
                drops.full(),
                Math.max(0, settled - dropped),
                now.before().failed() + now.inbox().failed(),
                0,
                dropped,
                accepted - settled,
                now.spec().queueCapacity(),
                0,
                0,
                problem(now, stuck),
                stuck == null ? 0 : stuck.millis(),
                "");
    }

    private static String problem(MemoryState now, SlowHandlers.@Nullable Running stuck) {
        if (now.phase() == Phase.SWAPPING) {
            return "a call of the previous handler is still running, "
                    + now.target().label();
        }
        return stuck == null ? "" : stuck.problem();
    }

    private static String label(MemoryState now) {
        return switch (now.phase()) {
            case ACTIVE -> now.paused() ? "paused" : "running";
            case LINGERING -> "lingering";
            case SWAPPING -> "waiting";
            case STOPPED -> "stopped";
        };
    }

    /** The lanes that take events now. */
    List<MemoryLane> lanes() {
        return state.inbox().lanes();
    }
}
