package io.mistersmith.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * One publisher and its subscribers, which must all have handled every event.
 *
 * <p>At most {@link #WINDOW} events are on their way, so that queues of the shipped size refuse nothing and neither side's
 * memory grows. The publisher looks every 512 events, and parks for 10 µs while it must wait.
 */
final class Flow {

    /** Below 10,000, the shipped queue of a subscription. */
    static final int WINDOW = 8_192;

    private static final int STRIDE = 512;

    private final List<AtomicLong> handled = new ArrayList<>();

    /** What a new subscriber calls for each event, one call at a time. */
    Runnable subscriber() {
        AtomicLong count = new AtomicLong();
        handled.add(count);
        return () -> count.lazySet(count.getPlain() + 1);
    }

    /** Events per second that were published and handled by all: the median of four rounds after two of warm-up. */
    double rate(IntConsumer publish, boolean quick) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(quick ? 400 : 1_000);
        List<Double> rates = new ArrayList<>();
        long published = 0;
        for (int round = 0; round < 6; round++) {
            long began = System.nanoTime();
            long before = published;
            while (System.nanoTime() - began < nanos) {
                for (int i = 0; i < STRIDE; i++) {
                    publish.accept(i);
                }
                published += STRIDE;
                await(published - WINDOW + STRIDE);
            }
            await(published);
            if (round >= 2) {
                rates.add((published - before) * 1e9 / (System.nanoTime() - began));
            }
        }
        Collections.sort(rates);
        return Outcome.median(rates);
    }

    private void await(long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (AtomicLong one : handled) {
            while (one.get() < count) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("an event was lost: handled " + one.get() + " of " + count);
                }
                LockSupport.parkNanos(10_000);
            }
        }
    }
}
