package io.mistersmith.eventstore;

import java.util.Arrays;

/**
 * What a consumer has settled: everything up to a position, and some events above it.
 *
 * @param position every event up to and including this one is settled
 * @param above positions above it that are settled too, ascending; 1,000 at most
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, and never changed
public record Progress(long position, long... above) {

    /** Nothing settled yet. */
    public static final Progress NONE = new Progress(0);

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if {@code above} is too long, not ascending, or not above {@code position}
     */
    public Progress {
        if (above.length > 1_000) {
            throw new IllegalArgumentException("above has " + above.length + " positions, allowed are 1000");
        }
        above = above.clone();
        long last = position;
        for (long one : above) {
            if (one <= last) {
                throw new IllegalArgumentException("above is not ascending at position=" + one);
            }
            last = one;
        }
    }

    /** Whether this event is settled. */
    public boolean settled(long eventPosition) {
        return eventPosition <= position || Arrays.binarySearch(above, eventPosition) >= 0;
    }

    @Override
    public long[] above() {
        return above.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Progress that && position == that.position && Arrays.equals(above, that.above);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position) * 31 + Arrays.hashCode(above);
    }

    @Override
    public String toString() {
        return "Progress[position=" + position + ", above=" + Arrays.toString(above) + "]";
    }
}
