package io.mistersmith.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** How fast a count grows, or how often something is done, after a warm-up. */
final class Rates {

    private Rates() {}

    /** What is done again and again. */
    interface Once {
        void run() throws Exception;
    }

    static double perSecond(LongSupplier count, boolean quick) {
        pause(quick ? 1 : 3);
        long before = count.getAsLong();
        long began = System.nanoTime();
        pause(quick ? 2 : 5);
        return (count.getAsLong() - before) * 1e9 / (System.nanoTime() - began);
    }

    /** How often per second so many threads do this, each one time after the other. */
    static double of(int threads, boolean quick, Once once) throws Exception {
        measured(threads, quick ? 1_000 : 3_000, once);
        return measured(threads, quick ? 2_000 : 5_000, once);
    }

    private static double measured(int threads, long millis, Once once) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        LongAdder done = new LongAdder();
        Thread[] all = new Thread[threads];
        long began = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            all[i] = new Thread(() -> done.add(until(stop, once)));
            all[i].start();
        }
        all[0].join(millis);
        stop.set(true);
        for (Thread one : all) {
            one.join();
        }
        return done.sum() * 1e9 / (System.nanoTime() - began);
    }

    private static long until(AtomicBoolean stop, Once once) {
        long count = 0;
        try {
            while (!stop.get()) {
                once.run();
                count++;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return count;
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
