package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Failures;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time during which a subscription has its consumer: reads, hands out, settles, saves. When it ends, no call begins any
 * more; once the last one returned, what is settled is saved and the consumer given back. Thread-safe.
 */
final class Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    private static final int PAGE = 500;
    private static final int MOST_TEXT = 8_000;

    private final DurableSubscription subscription;
    private final StoreAccess store;
    private final Consumer consumer;
    private final Progress before;
    private final Ledger ledger;
    private final Letters letters;
    private final Saver saver;
    private final List<DurableLane> lanes;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile boolean lost;
    private volatile boolean full;
    private volatile boolean starved; // the reader waits until fewer events are open

    Tenure(DurableSubscription subscription, StoreAccess store, Consumer consumer) {
        this.subscription = subscription;
        this.store = store;
        this.consumer = consumer;
        this.before = consumer.progress();
        this.ledger = new Ledger(before.position());
        this.letters = new Letters(consumer.letters());
        this.saver = new Saver(ledger, consumer, host().dispatcher(), this::saved, this::lose);
        int capacity = subscription.spec().queueCapacity();
        this.lanes = IntStream.range(0, subscription.spec().concurrency())
                .mapToObj(i -> new DurableLane(this, capacity))
                .toList();
        lanes.forEach(host().dispatcher()::add);
        checkCaps();
        consumer.onCommit(subscription::poke);
    }

    /** Reads what there is room for; called by the reader only. */
    void read() {
        int capacity = subscription.spec().queueCapacity();
        while (!stopped && !full) {
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
        settled(entry, null);
    }

    private void settled(Ledger.Entry entry, @Nullable Change change) {
        ledger.settle(entry, change);
        if (ledger.unsavedFull()) {
            saver.poke();
        }
    }

    /** A letter was handled; gives the next one of its subject. */
    @Nullable
    DeadLetter redriven(DeadLetter letter) {
        subscription.handled();
        letters.remove(letter);
        ledger.change(new Change.Unpark(letter.position()));
        checkCaps();
        saver.poke();
        return letters.next(letter);
    }

    void parkBehind(Item item, StoredEvent event) {
        Instant now = host().now();
        DeadLetter letter = new DeadLetter(
                consumer.name(),
                event.position(),
                event.id(),
                event.type(),
                event.subject(),
                true,
                0,
                "",
                "",
                now,
                now,
                subscription.target().owner().label());
        park(letter, Objects.requireNonNull(item.entry()));
    }

    void park(Item item, int attempts, Throwable failure, long firstMillis) {
        DeadLetter old = item.letter();
        StoredEvent event = item.event();
        Instant now = host().now();
        DeadLetter letter = new DeadLetter(
                consumer.name(),
                old != null ? old.position() : Objects.requireNonNull(event).position(),
                old != null ? old.eventId() : Objects.requireNonNull(event).id(),
                old != null ? old.type() : Objects.requireNonNull(event).type(),
                item.subject(),
                false,
                attempts + (old == null ? 0 : old.attempts()),
                start(failure.toString()),
                start(Failures.stack(failure)),
                old != null && !old.waiting() ? old.first() : Instant.ofEpochMilli(firstMillis),
                now,
                subscription.target().owner().label());
        LOG.warn(
                "Event parked as a dead letter: subscription={}, {}, type={}, position={}, attempts={}: {}",
                consumer.name(),
                subscription.target().label(),
                letter.type(),
                letter.position(),
                letter.attempts(),
                letter.cause());
        Ledger.Entry entry = item.entry();
        if (entry != null) {
            park(letter, entry);
        } else {
            letters.put(letter);
            letters.endRedrive(letter);
            ledger.change(new Change.Park(letter));
            saver.poke();
        }
    }

    private void park(DeadLetter letter, Ledger.Entry entry) {
        letters.put(letter);
        subscription.parked();
        checkCaps();
        settled(entry, new Change.Park(letter));
    }

    private void checkCaps() {
        boolean was = full;
        full = letters.full(host().limits().letters(), host().limits().lettersPerSubject());
        subscription.full(full ? letters.size() : 0);
        if (was && !full) {
            lanes.forEach(DurableLane::thaw);
            subscription.poke();
        }
    }

    private static String start(String text) {
        return text.substring(0, Math.min(MOST_TEXT, text.length()));
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
        if (!full && starved) {
            subscription.poke();
        }
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

    boolean full() {
        return full;
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

    Letters letters() {
        return letters;
    }

    List<DurableLane> lanes() {
        return lanes;
    }
}
