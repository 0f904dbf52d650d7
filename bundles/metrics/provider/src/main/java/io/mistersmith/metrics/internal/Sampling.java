package io.mistersmith.metrics.internal;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Which updates of histograms and timers are recorded: one in 2^{@link #shift}, at random, and then for all of them.
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

    /** What one recorded value stands for: 0 if this one is left out. */
    int weight() {
        int now = shift;
        if (now == 0) {
            return 1;
        }
        return (ThreadLocalRandom.current().nextInt() & ((1 << now) - 1)) == 0 ? 1 << now : 0;
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
