package io.mistersmith.resilience.internal.breaker;

import java.util.concurrent.TimeUnit;

/**
 * The clock that the calls of a breaker are measured by. It leaps once per opening, while nothing is admitted; a call that
 * spans the leap is known by its impossible duration, however late its thread comes to tell. Thread-safe.
 */
final class LeapingClock {

    /** 13 days: no call takes that long. */
    private static final long LEAP = 1L << 50;

    private volatile long leaps;
    private volatile boolean leapt;
    private volatile long leaptAt = System.nanoTime();

    /** In nanoseconds; only differences mean something. */
    long timestamp() {
        return System.nanoTime() + leaps;
    }

    /** How long a call really took. */
    static long real(long duration, TimeUnit unit) {
        return unit == TimeUnit.NANOSECONDS ? duration & (LEAP - 1) : duration;
    }

    /** Whether a call that ended just now began before the last leap; also if it was measured by another clock. */
    boolean isLate(long duration, TimeUnit unit) {
        return real(duration, unit) != duration || System.nanoTime() - unit.toNanos(duration) - leaptAt < 0;
    }

    /** Another number with each leap. */
    long opening() {
        return leaps;
    }

    boolean hasLeapt() {
        return leapt;
    }

    /** Everything that was admitted before is late from here on; nothing on a second call. */
    synchronized void leap() {
        if (!leapt) {
            leapt = true;
            leaptAt = System.nanoTime();
            leaps += LEAP;
        }
    }

    /** Makes ready for the next leap. */
    synchronized void arm() {
        leapt = false;
    }
}
