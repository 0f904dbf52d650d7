package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoredEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The time during which a subscription has its consumer: reads, hands out, settles, saves. When it ends, no call begins any
 * more; once the last one returned, what is settled is saved and the consumer given back. Thread-safe.
 */
final class Tenure {

    private static final int PAGE = 500;

    private final DurableSubscription subscription;
    private final StoreAccess store;
    private final Consumer consumer;
    private final Progress before;
    private final Ledger ledger;
    private final DeadLetters letters;
    private final Saver saver;
    private final List<DurableLane> lanes;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile boolean lost;
    private volatile boolean starved; // the reader waits until fewer events are open

    Tenure(DurableSubscription subscription, StoreAccess store, Consumer consumer) {
        this.subscription = subscription;
        this.store = store;
        this.consumer = consumer;
        this.before = consumer.progress();
        this.ledger = new Ledger(before.position());
        this.saver = new Saver(ledger, consumer, host().dispatcher(), this::saved, this::lose);
        this.letters = new DeadLetters(subscription, consumer, saver, this::thaw);
        int capacity = subscription.spec().queueCapacity();
        this.lanes = IntStream.range(0, subscription.spec().concurrency())
                .mapToObj(i -> new DurableLane(this, capacity))
                .toList();
        lanes.forEach(host().dispatcher()::add);
        consumer.onCommit(subscription::poke);
    }

    /** Reads what there is room for; called by the reader only. */
    void read() {
        int capacity = subscription.spec().queueCapacity();
        while (!stopped && !letters.full()) {
            starved = true; // before counting: a lane that settles in between pokes
            int room = capacity - ledger.open();
            if (room <= 0) {
                return;
            }
            starved = false;
            List<StoredEvent> page = consumer.next(ledger.readPosition(), Math.min(room, PAGE));
            if (page.isEmpty()) {
                saver.poke(); // also what was only read past
                return;
            }
            page.forEach(this::handOut);
        }
    }

    private void handOut(StoredEvent event) {
        long position = event.position();
        if (before.settled(position)) {
            ledger.add(position, true);
        } else if (!subscription.target().shape().takes(event.type())) {
            ledger.read(position);
        } else {
            subscription.accepted();
            lane(event.subject(), position).add(Item.of(event, ledger.add(position, false)));
        }
    }

    private DurableLane lane(@Nullable String subject, long position) {
        int hash = subject == null ? Long.hashCode(position) : subject.hashCode();
        return lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size()));
    }

    /** A call is about to begin; false: it must not. Each true is followed by {@link #endCall}. */
    boolean beginCall() {
        calls.incrementAndGet(); // before looking: who stops looks at the calls after it
        if (stopped) {
            endCall();
            return false;
        }
        return true;
    }

    void endCall() {
        calls.decrementAndGet();
    }

    void handled(Ledger.Entry entry) {
        subscription.handled();
        saver.settle(entry, null);
    }

    /** A lane made progress or came to rest. */
    void progressed(long failed) {
        saver.poke();
        subscription.progressed();
        if (starved && ledger.open() < subscription.spec().queueCapacity() / 2) {
            subscription.poke();
        }
        if (stopped) {
            finishIfQuiet();
        }
    }

    private void saved() {
        lanes.forEach(DurableLane::release);
        subscription.progressed();
        if (!letters.full() && starved) {
            subscription.poke();
        }
    }

    /** There is room for dead letters again. */
    private void thaw() {
        lanes.forEach(DurableLane::thaw);
        subscription.poke();
    }

    private void lose() {
        lost = true;
        if (!stopped) { // else the reader knows, and comes back in its own time
            subscription.poke();
        }
    }

    /** Has the letters of a subject, or with null all, tried again. */
    int redrive(@Nullable String subject) {
        int count = letters.count(subject);
        letters.beginRedrive(subject)
                .forEach(first -> lane(first.subject(), first.position()).redrive(first));
        return count;
    }

    /** No call begins any more; what is settled is saved as soon as none runs. */
    void stop() {
        stopped = true;
        lanes.forEach(DurableLane::release); // they drop what they hold
        finishIfQuiet();
    }

    /** Gives the consumer back although a call may still run, which was interrupted and named. */
    void finish() {
        stopped = true;
        if (finished.compareAndSet(false, true)) {
            saver.close();
        }
    }

    private void finishIfQuiet() {
        if (calls.get() == 0) {
            finish();
        }
    }

    /** Whether nothing of it runs any more. */
    boolean quiet() {
        return finished.get() && calls.get() == 0;
    }

    boolean idle() {
        return ledger.open() == 0 && lanes.stream().noneMatch(DurableLane::running);
    }

    void resume() {
        lanes.forEach(DurableLane::release);
    }

    void revive() {
        saver.poke();
    }

    boolean of(StoreAccess now) {
        return store.equals(now);
    }

    /** Whether the consumer took a save since it was opened. */
    boolean savedOnce() {
        return saver.savedOnce();
    }

    /** What is wrong now; empty when nothing is. */
    String problem() {
        return saver.problem();
    }

    boolean lost() {
        return lost;
    }

    boolean stopped() {
        return stopped;
    }

    long failedCalls() {
        return lanes.stream().mapToLong(DurableLane::failed).sum();
    }

    DurableSubscription subscription() {
        return subscription;
    }

    Host host() {
        return subscription.host();
    }

    Consumer consumer() {
        return consumer;
    }

    Ledger ledger() {
        return ledger;
    }

    DeadLetters letters() {
        return letters;
    }

    List<DurableLane> lanes() {
        return lanes;
    }
}
