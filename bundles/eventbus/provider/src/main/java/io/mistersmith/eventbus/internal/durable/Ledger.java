package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Progress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one consumer that were read and are not settled, and what of the others is saved. Thread-safe.
 *
 * <p>Everything up to the position read last is settled or was read past, except the open entries, so a snapshot is the gaps
 * between them: it is never longer than they are many, and never cut short. What was settled before the consumer was opened and
 * has not been read yet is carried over.
 */
final class Ledger {

    private static final int READ_PAST_UNSAVED = 4_000;

    /** One open event; guarded by the ledger. */
    static final class Entry {

        private final long position;
        private final long bytes;
        private @Nullable Entry before;
        private @Nullable Entry after;
        private boolean open = true;
        private boolean inDoubt;

        private Entry(long position, long bytes) {
            this.position = position;
            this.bytes = bytes;
        }
    }

    /** What to save: {@code count} events were settled since the last one. */
    record Snapshot(Progress progress, List<Change> changes, int count) {}

    private final Progress before; // as the consumer was opened
    private final ReadAhead shared;
    private @Nullable Entry lowest; // open; guarded by this
    private @Nullable Entry highest; // open; guarded by this
    private List<Change> changes = new ArrayList<>(); // guarded by this
    private long read; // guarded by this
    private long settledTo; // nothing above is worth saving; guarded by this
    private long savedLow; // guarded by this
    private int readPast; // since the last snapshot; guarded by this
    private boolean ended; // guarded by this
    private volatile int unsaved; // written under this
    private volatile int inDoubt; // written under this
    private volatile int open; // written under this
    private volatile long openBytes; // written under this

    /** A ledger that goes on from this progress, and counts the bytes of open events in {@code shared} too. */
    Ledger(Progress before, ReadAhead shared) {
        this.before = before;
        this.shared = shared;
        read = before.position();
        savedLow = before.position();
        List<Progress.Range> above = before.above();
        settledTo = above.isEmpty()
                ? before.position()
                : above.get(above.size() - 1).last();
    }

    /** An event that is not taken was read. */
    synchronized void readPast(long position) {
        read = position;
        if (++readPast == READ_PAST_UNSAVED) {
            settledTo = Math.max(settledTo, position); // else a waiting event would have all of them read again
        }
    }

    /** Opens an event that was read; null if it was settled before. */
    synchronized @Nullable Entry add(long position, long bytes) {
        read = position;
        if (before.settled(position)) {
            return null;
        }
        Entry entry = new Entry(position, bytes);
        Entry last = highest;
        entry.before = last;
        highest = entry;
        if (last == null) {
            lowest = entry;
        } else {
            last.after = entry;
        }
        open++;
        openBytes += bytes;
        if (!ended) {
            shared.add(bytes);
        }
        return entry;
    }

    /** An event is settled; what came of it is saved with that. */
    synchronized void settle(Entry entry, @Nullable Change change) {
        if (change != null) {
            changes.add(change);
        }
        if (!entry.open) {
            return;
        }
        entry.open = false;
        undoubt(entry);
        unlink(entry);
        settledTo = Math.max(settledTo, entry.position);
        unsaved++;
        open--;
        openBytes -= entry.bytes;
        if (!ended) {
            shared.add(-entry.bytes);
        }
    }

    private void unlink(Entry entry) {
        Entry below = entry.before;
        Entry above = entry.after;
        if (below == null) {
            lowest = above;
        } else {
            below.after = above;
        }
        if (above == null) {
            highest = below;
        } else {
            above.before = below;
        }
        entry.before = null;
        entry.after = null;
    }

    /** The call of an event has returned, but what it emitted is not stored: a crash now would repeat the call. */
    synchronized void doubt(Entry entry) {
        if (entry.open && !entry.inDoubt) {
            entry.inDoubt = true;
            inDoubt++;
        }
    }

    /** As {@link #doubt(Entry)}, for the call of a letter, which has no entry. */
    synchronized void doubt() {
        inDoubt++;
    }

    /** The opposite of {@link #doubt()}. */
    synchronized void undoubt() {
        inDoubt--;
    }

    /** The opposite of {@link #doubt(Entry)}. */
    synchronized void undoubt(Entry entry) {
        if (entry.inDoubt) {
            entry.inDoubt = false;
            inDoubt--;
        }
    }

    /** Something to save that settles no event, but would come again after a crash. */
    synchronized void change(Change change) {
        changes.add(change);
        unsaved++;
    }

    /** Nothing is handed out any more: gives the shared bytes back. */
    synchronized void end() {
        if (!ended) {
            ended = true;
            shared.add(-openBytes);
        }
    }

    /** Calls that a crash would repeat: settled and not saved, or returned and not settled. */
    int repeats() {
        return unsaved + inDoubt;
    }

    /** Events that were handed out and are not settled. */
    int open() {
        return open;
    }

    /** Bytes of the open events. */
    long openBytes() {
        return openBytes;
    }

    /** Everything up to here is settled. */
    synchronized long low() {
        Entry first = lowest;
        return first == null ? readPosition() : first.position - 1;
    }

    synchronized long savedLow() {
        return savedLow;
    }

    /** The position to read after; what was settled before and follows is left out. */
    synchronized long readPosition() {
        return Math.max(read, before.settledTo(read + 1));
    }

    /** Whether so much was only read past that it should be saved. */
    synchronized boolean readPastFull() {
        return readPast >= READ_PAST_UNSAVED;
    }

    /** Whether there is something to save. */
    synchronized boolean hasChanges() {
        return unsaved != 0 || !changes.isEmpty() || low() != savedLow || readPast >= READ_PAST_UNSAVED;
    }

    /** What is to be saved now; null when nothing changed. */
    synchronized @Nullable Snapshot snapshot() {
        if (!hasChanges()) {
            return null;
        }
        Snapshot snapshot = new Snapshot(new Progress(low(), above()), List.copyOf(changes), unsaved);
        changes = new ArrayList<>();
        readPast = 0;
        return snapshot;
    }

    /** The gaps between the open events as far as something in them was settled, then what was settled before. */
    private List<Progress.Range> above() {
        List<Progress.Range> ranges = new ArrayList<>();
        for (Entry entry = lowest; entry != null && entry.position < settledTo; entry = entry.after) {
            long from = entry.position + 1;
            long to = entry.after == null ? read : entry.after.position - 1;
            if (from <= to) {
                ranges.add(new Progress.Range(from, to));
            }
        }
        long low = low();
        for (Progress.Range range : before.above()) {
            if (range.last() > Math.max(read, low)) {
                add(ranges, new Progress.Range(Math.max(range.first(), Math.max(read, low) + 1), range.last()));
            }
        }
        return ranges;
    }

    private static void add(List<Progress.Range> ranges, Progress.Range next) {
        Progress.Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        if (last != null && last.last() + 1 == next.first()) {
            ranges.set(ranges.size() - 1, new Progress.Range(last.first(), next.last()));
        } else {
            ranges.add(next);
        }
    }

    synchronized void saved(Snapshot snapshot) {
        unsaved -= snapshot.count();
        savedLow = snapshot.progress().position();
    }

    /** Its changes come again, before newer ones. */
    synchronized void notSaved(Snapshot snapshot) {
        List<Change> again = new ArrayList<>(snapshot.changes());
        again.addAll(changes);
        changes = again;
    }
}
