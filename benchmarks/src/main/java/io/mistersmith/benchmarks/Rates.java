package io.mistersmith.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** How fast a count grows, after a warm-up. */
final class Rates {

    private Rates() {}

    static double perSecond(LongSupplier count, boolean quick) {
        pause(quick ? 1 : 3);
        long before = count.getAsLong();
        long began = System.nanoTime();
        pause(quick ? 2 : 5);
        return (count.getAsLong() - before) * 1e9 / (System.nanoTime() - began);
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
