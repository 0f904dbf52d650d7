package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Limits;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.plugincode.support.ReadThrowable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks events as dead letters and lets them out again. What it changes is saved together with the settling of the event, so
 * a parked event is never both settled and without a letter. Index and ledger change under one lock, that of the index: what one
 * holds last is what the other saves last. While a letter of a subject is there, later events of that
 * subject are parked behind it. Thread-safe.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MOST_TEXT = 8_000;

    private final DurableSubscription subscription;
    private final String name;
    private final LetterIndex index;
    private final Ledger ledger;
    private final Saver saver;
    private final FlowControl flow;
    private final Runnable thawed;

    /** The letters that the consumer kept; {@code thawed} is called when there were too many and are not any more. */
    DeadLetters(
            DurableSubscription subscription,
            List<DeadLetter> kept,
            Ledger ledger,
            Saver saver,
            FlowControl flow,
            Runnable thawed) {
        this.subscription = subscription;
        this.name = subscription.name();
        this.index = new LetterIndex(kept);
        this.ledger = ledger;
        this.saver = saver;
        this.flow = flow;
        this.thawed = thawed;
        checkCaps();
    }

    /** The number of letters if there are so many that nothing else may be tried; else 0. */
    int full() {
        return flow.lettersFull() ? index.size() : 0;
    }

    /** Whether the event at this position was parked; it stays so even if its settling was not saved. */
    boolean has(long position) {
        return index.has(position);
    }

    /** Whether an event of this subject must wait behind a letter. */
    boolean blocks(@Nullable String subject) {
        return index.blocks(subject);
    }

    /** How many letters a redrive of this subject, or with null of all, concerns. */
    int count(@Nullable String subject) {
        return index.count(subject);
    }

    /** The letters to try now; see {@link LetterIndex#beginRedrive}. */
    List<DeadLetter> beginRedrive(@Nullable String subject) {
        return index.beginRedrive(subject);
    }

    /** A letter was handled: it goes. Gives the next one of its subject. */
    @Nullable
    DeadLetter redriven(DeadLetter letter) {
        subscription.handled();
        synchronized (index) {
            index.remove(letter);
            ledger.change(new Change.Unpark(letter.position()));
        }
        saver.poke();
        checkCaps();
        return index.next(letter);
    }

    /** Discards the letters at these positions, but for those that are being redriven; gives how many. */
    int drop(List<Long> positions) {
        int dropped = 0;
        for (long position : positions) {
            synchronized (index) {
                if (index.drop(position)) {
                    ledger.change(new Change.Unpark(position));
                    dropped++;
                }
            }
        }
        saver.poke();
        checkCaps();
        return dropped;
    }

    /** Parks an event that may not be tried while there are letters of its subject. */
    void parkBehind(Item item, StoredEvent event) {
        Instant now = host().now();
        DeadLetter letter = new DeadLetter(
                name,
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

    /** Parks an event, or a letter again, whose last attempt failed. */
    void park(Item item, int attempts, ReadThrowable failure, long firstMillis) {
        DeadLetter old = item.letter();
        StoredEvent event = item.event();
        Instant now = host().now();
        DeadLetter letter = new DeadLetter(
                name,
                old != null ? old.position() : Objects.requireNonNull(event).position(),
                old != null ? old.eventId() : Objects.requireNonNull(event).id(),
                old != null ? old.type() : Objects.requireNonNull(event).type(),
                item.subject(),
                false,
                attempts + (old == null ? 0 : old.attempts()),
                start(cause(failure)),
                start(failure.stackTrace()),
                old != null && !old.waiting() ? old.first() : Instant.ofEpochMilli(firstMillis),
                now,
                subscription.target().owner().label());
        LOG.warn(
                "Event parked as a dead letter: subscription={}, {}, type={}, position={}, attempts={}: {}",
                name,
                subscription.target().label(),
                letter.type(),
                letter.position(),
                letter.attempts(),
                letter.cause());
        Ledger.Entry entry = item.entry();
        if (entry != null) {
            park(letter, entry);
        } else {
            synchronized (index) {
                index.put(letter);
                index.endRedrive(letter);
                ledger.change(new Change.Park(letter));
            }
            saver.poke();
        }
    }

    private void park(DeadLetter letter, Ledger.Entry entry) {
        synchronized (index) {
            index.put(letter);
            ledger.settle(entry, new Change.Park(letter));
        }
        subscription.parked();
        checkCaps();
        saver.settled();
    }

    /** Compares the letters with the limits; called when either changed. */
    void checkCaps() {
        boolean was;
        boolean full;
        synchronized (index) { // two threads must not decide in one order and act in the other
            Limits limits = host().limits();
            was = flow.lettersFull();
            full = index.full(limits.letters(), limits.lettersPerSubject());
            flow.lettersFull(full);
        }
        if (was && !full) {
            thawed.run();
        }
    }

    private Host host() {
        return subscription.host();
    }

    private static String cause(ReadThrowable failure) {
        String message = failure.message();
        return message == null ? failure.summary() : failure.className() + ": " + message;
    }

    private static String start(String text) {
        return text.substring(0, Math.min(MOST_TEXT, text.length()));
    }
}
