package io.mistersmith.pools.internal.jdbc;

/** By when the call that this thread makes must have its connection; only while it asks for one. */
final class Deadline {

    private static final ThreadLocal<Long> NANOS = new ThreadLocal<>();

    private Deadline() {}

    /** In so many milliseconds, until {@link #none}. */
    static void in(long millis) {
        NANOS.set(System.nanoTime() + millis * 1_000_000);
    }

    /** Leaves nothing behind on the thread. */
    static void none() {
        NANOS.remove();
    }

    /** Milliseconds until then, or this many if that is sooner; 0 or less: it is over. */
    static long left(long most) {
        Long end = NANOS.get();
        return end == null ? most : Math.min(most, (end - System.nanoTime()) / 1_000_000);
    }
}
