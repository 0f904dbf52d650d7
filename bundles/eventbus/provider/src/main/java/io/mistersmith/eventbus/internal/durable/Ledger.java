package io.mistersmith.eventbus.internal.durable;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are settled, and how much of that is saved. Thread-safe.
 *
 * <p>The low-water position is the one below the lowest event that is not settled. Settled events above it are kept apart,
 * so that after a crash only what was not saved comes again. Events that a subscription does not take count as read only.
 */
final class Ledger {

    /** Settled but not saved; above that no call begins. */
    static final int MOST_UNSAVED = 100;

    /** Settled above the low-water position; above that no event is taken from the queues. */
    static final int MOST_ABOVE = 900; // the store keeps 1,000; calls that run come on top

    private static final int MOST_KEPT = 1_000;

    /** One event that was handed to a lane; guarded by the ledger. */
    static final class Entry {

        private final long position;
        private boolean settled;

        private Entry(long position, boolean settled) {
            this.position = position;
            this.settled = settled;
        }
    }

    /** What to save: {@code count} events were settled since the last one. */
    record Snapshot(Progress progress, List<Change> changes, int count) {}

    private final ArrayDeque<Entry> entries =
            new ArrayDeque<>(); // from the lowest that is not settled; guarded by this
    private List<Change> changes = new ArrayList<>(); // guarded by this
    private long read; // guarded by this
    private long savedLow; // guarded by this
    private int above; // settled entries; guarded by this
    private volatile int unsaved; // written under this
    private volatile int open; // not settled; written under this

    Ledger(long position) {
        read = position;
        savedLow = position;
    }

    /** Everything up to this position was read; it needs no settling. */
    synchronized void read(long position) {
        read = position;
    }

    /** An event is handed out, or was settled before. */
    synchronized Entry add(long position, boolean settled) {
        Entry entry = new Entry(position, settled);
        read = position;
        if (!settled || !entries.isEmpty()) {
            entries.add(entry);
            above += settled ? 1 : 0;
        }
        open += settled ? 0 : 1;
        return entry;
    }

    /** An event is settled; what came of it is saved with that. */
    synchronized void settle(Entry entry, @Nullable Change change) {
        if (change != null) {
            changes.add(change);
        }
        if (entry.settled) {
            return;
        }
        entry.settled = true;
        above++;
        open--;
        unsaved++;
        for (Entry lowest = entries.peek(); lowest != null && lowest.settled; lowest = entries.peek()) {
            entries.remove();
            above--;
        }
    }

    /** Something to save that settles no event. */
    synchronized void change(Change change) {
        changes.add(change);
    }

    /** Whether calls must wait for a save. */
    boolean unsavedFull() {
        return unsaved >= MOST_UNSAVED;
    }

    /** Whether too many are settled above one that is not. */
    synchronized boolean aboveFull() {
        return above >= MOST_ABOVE;
    }

    /** Events that were handed out and are not settled. */
    int open() {
        return open;
    }

    synchronized long low() {
        Entry lowest = entries.peek();
        return lowest == null ? read : lowest.position - 1;
    }

    synchronized long savedLow() {
        return savedLow;
    }

    /** The position to read after. */
    synchronized long readPosition() {
        return read;
    }

    /** Whether there is something to save. */
    synchronized boolean hasChanges() {
        return unsaved != 0 || !changes.isEmpty() || low() != savedLow;
    }

    /** What is to be saved now; null when nothing changed. */
    synchronized @Nullable Snapshot snapshot() {
        if (!hasChanges()) {
            return null;
        }
        long[] kept = entries.stream()
                .filter(entry -> entry.settled)
                .limit(MOST_KEPT)
                .mapToLong(entry -> entry.position)
                .toArray();
        Snapshot snapshot = new Snapshot(new Progress(low(), kept), List.copyOf(changes), unsaved);
        changes = new ArrayList<>();
        return snapshot;
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
