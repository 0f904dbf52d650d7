package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventbus.internal.core.Lane;
import io.mistersmith.eventbus.internal.core.Limits;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one subscription for what may be read and what may be called. There are no others. Thread-safe.
 *
 * <ol>
 *   <li>The lowest unsettled event is always admitted: with nothing open, one event may be read whatever the bounds say, and no
 *       number of settled events above an open one holds anything back.
 *   <li>Everything else is bounded in events and in bytes: what is read and not settled, of this subscription and of all.
 *   <li>A call begins only while fewer than {@value #MOST_REPEATS} calls would be repeated after a crash. Saving is what lowers
 *       that number, and waits for no call.
 *   <li>With too many dead letters, only those may be tried.
 * </ol>
 */
final class FlowControl {

    /** Calls that a crash may repeat, besides those in progress. */
    static final int MOST_REPEATS = 100;

    private final Ledger ledger;
    private final ReadAhead shared;
    private final int capacity;
    private final Supplier<Limits> limits;
    private volatile boolean paused; // by its user
    private volatile boolean lettersFull;
    private volatile @Nullable String away; // what the bus waits for

    FlowControl(Ledger ledger, ReadAhead shared, int capacity, Supplier<Limits> limits) {
        this.ledger = ledger;
        this.shared = shared;
        this.capacity = capacity;
        this.limits = limits;
    }

    /** What may be called now. */
    Lane.Admission toCall() {
        if (paused || away != null || ledger.repeats() >= MOST_REPEATS) {
            return Lane.Admission.NONE;
        }
        return lettersFull ? Lane.Admission.URGENT : Lane.Admission.ALL;
    }

    /** How many events may be read now; each is asked for with {@link #admits} once its size is known. */
    int toRead() {
        return lettersFull ? 0 : admits() ? Math.max(1, capacity - ledger.open()) : 0;
    }

    /** Runs this when other subscriptions have made room, if that is what reading waits for. */
    void whenOthersMakeRoom(Runnable then) {
        long limit = limits.get().readAheadTotalBytes();
        if (shared.bytes() >= limit) {
            shared.whenBelow(limit, then);
        }
    }

    /** Whether one more event may be opened. */
    boolean admits() {
        Limits now = limits.get();
        return ledger.open() == 0
                || (ledger.open() < capacity
                        && ledger.openBytes() < now.readAheadBytes()
                        && shared.bytes() < now.readAheadTotalBytes());
    }

    /** Whether so much was settled that reading pays. */
    boolean halfEmpty() {
        Limits now = limits.get();
        return ledger.open() == 0
                || (ledger.open() < capacity / 2
                        && ledger.openBytes() < now.readAheadBytes() / 2
                        && shared.bytes() < now.readAheadTotalBytes());
    }

    void paused(boolean now) {
        paused = now;
    }

    void lettersFull(boolean now) {
        lettersFull = now;
    }

    boolean lettersFull() {
        return lettersFull;
    }

    /** What the bus waits for before it goes on calling; null: for nothing. */
    void away(@Nullable String what) {
        away = what;
    }

    @Nullable
    String away() {
        return away;
    }
}
