package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.SlowHandlers;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.plugincode.marks.Marks;
import io.mistersmith.resilience.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    static final String TURN = "a call of another subscription, which runs alone";
    private static final int PAGE = 500;
    private static final int PAGES = 64; // then others have the thread
    private static final int OVERHEAD_BYTES = 256; // of an event besides its payload
    private static final Backoff AWAY = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2));

    private final DurableSubscription subscription;
    private final StoreAccess store;
    private final Consumer consumer;
    private final Ledger ledger;
    private final FlowControl flow;
    private final DeadLetters letters;
    private final Saver saver;
    private final Marks marks;
    private final List<DurableLane> lanes;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean looking = new AtomicBoolean(); // a timer will ask whether what was away is back
    private final AtomicInteger awayInRow = new AtomicInteger();
    private volatile boolean stopped;
    private volatile boolean lost;
    private final Runnable poke;
    private volatile boolean starved; // the reader waits until fewer events are open
    private volatile long doneSeen;
    private volatile long progressNanos;

    Tenure(
            DurableSubscription subscription,
            StoreAccess store,
            Consumer consumer,
            Progress before,
            List<DeadLetter> letters) {
        this.subscription = subscription;
        this.poke = subscription::poke;
        this.store = store;
        this.consumer = consumer;
        Host host = subscription.host();
        this.ledger = new Ledger(before, host.readAhead());
        this.flow =
                new FlowControl(ledger, host.readAhead(), subscription.spec().queueCapacity(), host.settings());
        this.flow.paused(subscription.paused());
        this.saver = new Saver(ledger, consumer, host.dispatcher(), this::saved, this::lose);
        this.letters = new DeadLetters(subscription, letters, ledger, saver, flow, this::thaw);
        this.marks = host.marks().of(subscription.name());
        marks.forget(before::settled);
        int calls = marks.anyAlone() ? 1 : subscription.spec().concurrency();
        this.lanes = IntStream.range(0, calls)
                .mapToObj(i -> new DurableLane(this, i))
                .toList();
        lanes.forEach(host.dispatcher()::add);
    }

    /** Reads what there is room for; called by the reader only. Returns whether there may be more. */
    boolean read() {
        for (int page = 0; page < PAGES && !stopped; page++) {
            starved = true; // before counting: a lane that settles in between pokes
            int room = flow.toRead();
            if (room == 0) {
                flow.whenOthersMakeRoom(poke);
                return false;
            }
            starved = false;
            List<StoredEvent> events = consumer.next(ledger.readPosition(), Math.min(room, PAGE));
            if (events.isEmpty()) {
                marks.passed(ledger.readPosition(), Long.MAX_VALUE);
                saver.poke(); // also what was only read past
                return false;
            }
            handOut(events);
            if (ledger.readPastFull()) {
                saver.poke();
            }
        }
        return !stopped;
    }

    private void handOut(List<StoredEvent> events) {
        if (ledger.open() == 0) {
            progressNanos = host().slow().nanos(); // nothing was due until now
        }
        for (StoredEvent event : events) {
            long position = event.position();
            marks.passed(ledger.readPosition(), position);
            if (!subscription.target().shape().takes(event.type()) || letters.has(position)) {
                marks.settled(position);
                ledger.readPast(position);
                continue;
            }
            if (!flow.admits()) {
                return; // read again when there is room
            }
            Ledger.Entry entry =
                    ledger.add(position, OVERHEAD_BYTES + event.json().length());
            if (entry != null) {
                subscription.accepted();
                lane(event.subject(), position).add(Item.of(event, entry));
            }
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

    /** The turn to make a call that must be alone; {@link #giveTurnBack} follows. */
    void takeTurn() throws Lane.Unavailable {
        if (!host().turn().take(this)) {
            throw unavailable(TURN, null);
        }
    }

    void giveTurnBack() {
        host().turn().release(this);
    }

    void handled(Ledger.Entry entry) {
        if (awayInRow.get() != 0) {
            awayInRow.set(0);
        }
        subscription.handled();
        saver.settle(entry, null);
    }

    /** What a call emitted is stored, or cannot be: a crash would not repeat the call any more. */
    void undoubt(Ledger.@Nullable Entry entry) {
        boolean full = ledger.repeats() >= FlowControl.MOST_REPEATS;
        if (entry == null) {
            ledger.undoubt(); // of a letter
        } else {
            ledger.undoubt(entry);
        }
        if (full) {
            release();
        }
    }

    /**
     * Something that the bus needs for a call is away: no call begins until it is back. Looks for it now and then; its return
     * calls {@link #comeBack} too.
     *
     * @param what is away, as it stands after "waiting for"
     */
    Lane.Unavailable unavailable(String what, @Nullable Throwable failure) {
        if (flow.away() == null) {
            LOG.info("No calls for now: subscription={}, waiting for {}", subscription.name(), what);
        }
        flow.away(what);
        awayInRow.incrementAndGet();
        lookLater();
        return new Lane.Unavailable(what, failure);
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            Runnable look = () -> {
                looking.set(false);
                comeBack();
            };
            if (!host().dispatcher().after(AWAY.delay(Math.max(1, awayInRow.get())), look, look)) {
                looking.set(false); // revive() looks
            }
        }
    }

    /** What was away may be back. */
    void comeBack() {
        if (flow.away() == null || stopped) {
            return;
        }
        if (host().codec() == null || (TURN.equals(flow.away()) && host().turn().taken())) {
            lookLater();
            return;
        }
        flow.away(null);
        release();
    }

    /** A lane made progress or came to rest. */
    void progressed() {
        noteProgress();
        saver.poke();
        subscription.progressed();
        if (starved && flow.halfEmpty()) {
            subscription.poke();
        }
        if (stopped) {
            finishIfQuiet();
        } else if (tooNarrow()) {
            subscription.poke();
        }
    }

    /** Whether it has one lane only, for events that had to be called alone and were. */
    boolean tooNarrow() {
        return lanes.size() < subscription.spec().concurrency() && !marks.anyAlone();
    }

    private void saved() {
        release();
        subscription.progressed();
        if (starved && flow.toRead() > 0) {
            subscription.poke();
        }
    }

    private void release() {
        lanes.forEach(DurableLane::release);
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
        ledger.end();
        release(); // they drop what they hold
        finishIfQuiet();
    }

    /** Gives the consumer back although a call may still run, which was interrupted and named. */
    void finish() {
        stopped = true;
        if (finished.compareAndSet(false, true)) {
            marks.clear();
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

    void paused(boolean now) {
        flow.paused(now);
        if (!now) {
            release();
        }
    }

    /** The settings changed. */
    void limits() {
        letters.checkCaps();
        release();
        subscription.poke(); // there may be room to read
    }

    /** Pools came back. */
    void revive() {
        looking.set(false);
        comeBack();
        saver.poke();
    }

    boolean of(StoreAccess now) {
        return store.equals(now);
    }

    /** Whether the consumer took a save since it was opened. */
    boolean savedOnce() {
        return saver.savedOnce();
    }

    /** Why saves fail now; empty when they do not. */
    String saveProblem() {
        return saver.problem();
    }

    /** Attempts to come. */
    Lane.Planned planned() {
        int subjects = 0;
        long next = Long.MAX_VALUE;
        for (DurableLane lane : lanes) {
            Lane.Planned planned = lane.planned();
            subjects += planned.subjects();
            next = Math.min(next, planned.nextMillis());
        }
        return new Lane.Planned(subjects, next);
    }

    /** The call that has run longest; null if none runs for longer than calls may. */
    SlowHandlers.@Nullable Running stuck() {
        return host().slow().stuck(lanes);
    }

    /** How long events have been open without one being settled, in ms; 0 when none is. */
    long restMillis() {
        return TimeUnit.NANOSECONDS.toMillis(noteProgress() - progressNanos);
    }

    private long noteProgress() {
        long now = host().slow().nanos();
        long done = subscription.done();
        if (done != doneSeen || ledger.open() == 0) {
            doneSeen = done;
            progressNanos = now;
        }
        return now;
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

    FlowControl flow() {
        return flow;
    }

    DeadLetters letters() {
        return letters;
    }

    Marks marks() {
        return marks;
    }

    List<DurableLane> lanes() {
        return lanes;
    }
}
