package io.mistersmith.metrics.internal;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Counts of a recorder that came within the last window, to a tenth of its length. Costs updates nothing: each reading closes a
 * slot if it is time, and slots keep only the buckets that grew. When nobody reads for longer than a window, the next reading
 * covers the time since the last one. Not thread-safe.
 */
final class SlidingWindow {

    private static final int SLOTS = 10;

    /** What was counted until {@code endNanos} and after the slot before; buckets by {@code chunk * BUCKETS + bucket}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Slot(long endNanos, int[] buckets, long[] counts) {}

    private final WindowSettings settings;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();

    /** Counts before the window began. */
    private final long[][] before = new long[Recorder.CHUNKS][];

    /** Counts until the last slot's end. */
    private long[][] closed = new long[Recorder.CHUNKS][];

    private long closedNanos;

    SlidingWindow(WindowSettings settings) {
        this.settings = settings;
        this.closedNanos = settings.now();
        Arrays.fill(before, Recorder.NO_COUNTS);
        Arrays.fill(closed, Recorder.NO_COUNTS);
    }

    /** Gives the counts of the window. The argument, all counts until now, may be kept and must not change. */
    long[][] counts(long[][] all) {
        long now = settings.now();
        long length = settings.nanos();
        if (now - closedNanos >= length / SLOTS) {
            close(all, now);
        }
        for (Slot first = slots.peek(); first != null && now - first.endNanos >= length; first = slots.peek()) {
            forget(first);
            slots.remove();
        }
        long[][] recent = new long[all.length][];
        for (int i = 0; i < all.length; i++) {
            long[] old = before[i];
            recent[i] = old.length == 0 ? all[i] : minus(all[i], old);
        }
        return recent;
    }

    private void close(long[][] all, long now) {
        int grown = 0;
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all[i].length; j++) {
                grown += all[i][j] == at(closed[i], j) ? 0 : 1;
            }
        }
        int[] buckets = new int[grown];
        long[] counts = new long[grown];
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all[i].length; j++) {
                long growth = all[i][j] - at(closed[i], j);
                if (growth != 0) {
                    buckets[next] = i * Recorder.BUCKETS + j;
                    counts[next++] = growth;
                }
            }
        }
        if (grown > 0) {
            slots.add(new Slot(now, buckets, counts));
            closed = all;
        }
        closedNanos = now;
    }

    private void forget(Slot slot) {
        for (int i = 0; i < slot.buckets.length; i++) {
            int chunk = slot.buckets[i] / Recorder.BUCKETS;
            long[] old = before[chunk];
            if (old.length == 0) {
                old = new long[Recorder.BUCKETS];
                before[chunk] = old;
            }
            old[slot.buckets[i] % Recorder.BUCKETS] += slot.counts[i];
        }
    }

    private static long at(long[] counts, int bucket) {
        return counts.length == 0 ? 0 : counts[bucket];
    }

    private static long[] minus(long[] all, long[] old) {
        long[] rest = new long[all.length];
        for (int j = 0; j < all.length; j++) {
            rest[j] = all[j] - old[j];
        }
        return rest;
    }
}
