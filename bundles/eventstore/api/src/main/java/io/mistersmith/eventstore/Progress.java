package io.mistersmith.eventstore;

import java.util.ArrayList;
import java.util.List;

/**
 * The events that a consumer has settled: everything up to a position, and ranges of events above it.
 *
 * @param position every event up to and including this one is settled
 * @param above ranges above it that are settled too, ascending and apart from each other; as many as are needed
 */
public record Progress(long position, List<Range> above) {

    /** Nothing settled yet. */
    public static final Progress NONE = new Progress(0);

    /**
     * Consecutive positions.
     *
     * @param first the lowest, at least 1
     * @param last the highest, not below {@code first}
     */
    public record Range(long first, long last) {

        /**
         * Checks the order.
         *
         * @throws IllegalArgumentException if {@code last} is below {@code first}
         */
        public Range {
            if (last < first) {
                throw new IllegalArgumentException("range " + first + "-" + last + " ends before it begins");
            }
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if {@code above} is not ascending, or not above {@code position}
     */
    public Progress {
        above = List.copyOf(above);
        long last = position;
        for (Range range : above) {
            if (range.first() <= last) {
                throw new IllegalArgumentException("above is not ascending at position=" + range.first());
            }
            last = range.last();
        }
    }

    /**
     * Progress with single positions above the low-water position.
     *
     * @param above ascending
     * @throws IllegalArgumentException if {@code above} is not ascending, or not above {@code position}
     */
    public Progress(long position, long... above) {
        this(position, ranges(above));
    }

    private static List<Range> ranges(long... positions) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            long first = positions[i];
            while (i + 1 < positions.length && positions[i + 1] == positions[i] + 1) {
                i++;
            }
            ranges.add(new Range(first, positions[i]));
        }
        return ranges;
    }

    /** Whether this event is settled. */
    public boolean settled(long eventPosition) {
        return settledTo(eventPosition) >= eventPosition;
    }

    /**
     * Returns the end of the settled positions that begin at a position.
     *
     * @return the highest position up to which everything from {@code eventPosition} on is settled; {@code eventPosition - 1}
     *     if the event itself is not settled
     */
    public long settledTo(long eventPosition) {
        if (eventPosition <= position) {
            return position;
        }
        int low = 0;
        int high = above.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = above.get(middle);
            if (range.last() < eventPosition) {
                low = middle + 1;
            } else if (range.first() > eventPosition) {
                high = middle - 1;
            } else {
                return range.last();
            }
        }
        return eventPosition - 1;
    }
}
