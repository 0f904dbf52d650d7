package io.mistersmith.benchmarks;

import io.mistersmith.metrics.internal.LocalMetrics;
import io.mistersmith.threads.internal.LocalThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Question: how many small tasks per second does a pool run that one thread fills, with limits, owners and metrics on?
 *
 * <p>Rivals: the bare {@link ForkJoinPool} and {@link ThreadPoolExecutor} of the same size, without any of that. A good
 * number is 0.9 of theirs. A small task is {@link #SMALL} steps of a random generator.
 */
final class Tasks {

    /** Below 10,000, the shipped queues. */
    private static final int WINDOW = 8_192;

    private static final int STRIDE = 512;

    /** Steps of work in a small task: about 1 µs. */
    static final int SMALL = 500;

    private Tasks() {}

    static double compute(int steps, boolean quick) throws Exception {
        try (LocalThreads threads = new LocalThreads();
                LocalMetrics metrics = new LocalMetrics()) {
            threads.metrics(metrics.of("io.mistersmith.threads.provider"));
            return rate(threads.of("benchmarks").compute(), steps, quick);
        }
    }

    static double blocking(int steps, boolean quick) throws Exception {
        try (LocalThreads threads = new LocalThreads();
                LocalMetrics metrics = new LocalMetrics()) {
            threads.metrics(metrics.of("io.mistersmith.threads.provider"));
            return rate(threads.of("benchmarks").blocking(), steps, quick);
        }
    }

    static double forkJoin(int steps, boolean quick) {
        ForkJoinPool pool = new ForkJoinPool(
                Runtime.getRuntime().availableProcessors(),
                ForkJoinPool.defaultForkJoinWorkerThreadFactory,
                null,
                true); // in the order of arrival, as ours
        try {
            return rate(pool, steps, quick);
        } finally {
            pool.shutdownNow();
        }
    }

    static double executor(int steps, boolean quick) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(32, 32, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(10_000));
        pool.allowCoreThreadTimeOut(true);
        try {
            return rate(pool, steps, quick);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Tasks per second that were given and ran: the median of four rounds after two of warm-up. */
    private static double rate(Executor pool, int steps, boolean quick) {
        LongAdder ran = new LongAdder();
        LongAdder sum = new LongAdder();
        long nanos = TimeUnit.MILLISECONDS.toNanos(quick ? 400 : 1_000);
        List<Double> rates = new ArrayList<>();
        long given = 0;
        for (int round = 0; round < 6; round++) {
            long began = System.nanoTime();
            long before = given;
            while (System.nanoTime() - began < nanos) {
                for (int i = 0; i < STRIDE; i++) {
                    long seed = given + i + 1;
                    pool.execute(() -> {
                        if (steps > 0) {
                            sum.add(work(seed, steps) & 1);
                        }
                        ran.increment();
                    });
                }
                given += STRIDE;
                await(ran, given - WINDOW + STRIDE);
            }
            await(ran, given);
            if (round >= 2) {
                rates.add((given - before) * 1e9 / (System.nanoTime() - began));
            }
        }
        Collections.sort(rates);
        return Outcome.median(rates);
    }

    private static long work(long seed, int steps) {
        long x = seed;
        for (int i = 0; i < steps; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    private static void await(LongAdder ran, long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (ran.sum() < count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("a task was lost: " + ran.sum() + " of " + count + " ran");
            }
            LockSupport.parkNanos(10_000);
        }
    }
}
