package io.mistersmith.metrics.internal;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses the updates of histograms and timers that are recorded in a bucket of their own: one in 2^{@link #shift}, at random.
 * Thread-safe; counters and gauges never ask.
 */
final class Sampling {

    /** One in 64. */
    static final int MOST = 6;

    /** A plain read where it is asked for: an update may see a change a little later, and must not wait for memory. */
    private int shift;

    int shift() {
        return shift;
    }

    void shift(int now) {
        shift = now;
    }

    /** Whether every update is recorded. */
    boolean all() {
        return shift == 0;
    }

    /** Whether this update is one of those that are recorded. */
    boolean chosen() {
        return (ThreadLocalRandom.current().nextInt() & ((1 << shift) - 1)) == 0;
    }

    /** 1, 1/2, 1/4 to 1/64. */
    double ratio() {
        return 1.0 / (1 << shift);
    }

    /** The shift for a configured rate: the nearest of 1, 1/2, 1/4 to 1/64 that is not above it. */
    static int shiftOf(double rate) {
        int shift = 0;
        while (shift < MOST && 1.0 / (1 << shift) > rate) {
            shift++;
        }
        return shift;
    }
}
