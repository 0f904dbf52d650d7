package io.mistersmith.eventstore.internal.engine;

import io.mistersmith.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events committed last, so that consumers at the head read no SQL. Bounded by number and by bytes. Thread-safe.
 *
 * <p>Each entry knows the position before it: a reader may go on from here only if no event lies between what it has and
 * the first entry above that, whatever holes the positions have.
 */
public final class RecentEvents {

    private record Entry(long previous, long bytes, StoredRow event) {}

    private final @Nullable Entry[] ring; // guarded by this, as all below
    private final long maxBytes;
    private long bytes;
    private long first; // ordinal of the oldest entry
    private long next; // ordinal of the entry to come

    public RecentEvents(int capacity, long maxBytes) {
        this.ring = new Entry[capacity];
        this.maxBytes = maxBytes;
    }

    /**
     * Adds what was committed.
     *
     * @param previous the highest position before
     */
    public synchronized void add(long previous, List<StoredRow> events) {
        long before = previous;
        for (StoredRow event : events) {
            if (next - first == ring.length) {
                dropFirst();
            }
            Entry entry = new Entry(before, event.json().length(), event);
            ring[slot(next++)] = entry;
            bytes += entry.bytes();
            before = event.position();
        }
        while (bytes > maxBytes && first < next) {
            dropFirst();
        }
    }

    /**
     * The events that follow a position; null when some of them are not here any more.
     *
     * @param max number of events at most
     * @param maxBytes ends with the event that reaches this many bytes of payload
     */
    public synchronized @Nullable List<StoredEvent> after(long position, int max, long maxBytes) {
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).event().position() > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == next || at(low).previous() > position) {
            return null;
        }
        long end = Math.min(next, low + max);
        List<StoredEvent> events = new ArrayList<>((int) (end - low));
        long reached = position;
        long size = 0;
        for (long i = low; i < end && size < maxBytes; i++) {
            Entry entry = at(i);
            if (entry.previous() > reached) {
                break; // what lies between was never here; the next call finds that it is not
            }
            events.add(entry.event());
            reached = entry.event().position();
            size += entry.bytes();
        }
        return events;
    }

    private void dropFirst() {
        bytes -= at(first).bytes();
        ring[slot(first++)] = null;
    }

    private Entry at(long ordinal) {
        Entry entry = ring[slot(ordinal)];
        if (entry == null) {
            throw new IllegalStateException("no entry at " + ordinal);
        }
        return entry;
    }

    private int slot(long ordinal) {
        return (int) (ordinal % ring.length);
    }
}
