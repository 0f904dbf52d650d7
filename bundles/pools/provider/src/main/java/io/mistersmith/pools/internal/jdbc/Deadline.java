package io.mistersmith.pools.internal.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * By when the call that this thread makes must have its connection; only while it asks for one.
 *
 * <p>The array stays with the thread: it holds nothing of this bundle, and nothing has to be made and removed for each call.
 */
final class Deadline {

    private static final ThreadLocal<long @Nullable []> NANOS = new ThreadLocal<>();
    private static final long NONE = Long.MAX_VALUE;

    private Deadline() {}

    /** At this value of {@link System#nanoTime}, until {@link #none}. */
    static void at(long nanos) {
        long[] mine = NANOS.get();
        if (mine == null) {
            mine = new long[1];
            NANOS.set(mine);
        }
        mine[0] = nanos;
    }

    /** This thread asks for none any more. */
    static void none() {
        long[] mine = NANOS.get();
        if (mine != null) {
            mine[0] = NONE;
        }
    }

    /** Milliseconds until then, or this many if that is sooner; 0 or less: it is over. */
    static long left(long most) {
        long[] mine = NANOS.get();
        return mine == null || mine[0] == NONE ? most : Math.min(most, (mine[0] - System.nanoTime()) / 1_000_000);
    }
}
