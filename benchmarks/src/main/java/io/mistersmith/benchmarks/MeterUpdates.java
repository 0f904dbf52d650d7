package io.mistersmith.benchmarks;

import com.codahale.metrics.ExponentiallyDecayingReservoir;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Timer;
import io.mistersmith.metrics.internal.LocalMetrics;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * How many updates of one meter two threads make in a second. The rivals: {@link LongAdder} and
 * {@link ConcurrentHashMap} of the JDK, Dropwizard's default histogram and timer, Prometheus' histogram with its default
 * buckets. Both sides get values 0 to 65,535.
 */
final class MeterUpdates {

    private static final int THREADS = 2;
    private static final int BATCH = 1_024;
    private static final String[] CURRENCIES = {"EUR", "USD", "GBP", "CHF"};

    private MeterUpdates() {}

    private static Metrics metrics() {
        return new LocalMetrics().of("benchmarks");
    }

    static double counter(boolean quick) throws InterruptedException {
        Counter counter = metrics().counter("seen_total", "Seen").get();
        return rate(value -> counter.increment(), quick);
    }

    static double longAdder(boolean quick) throws InterruptedException {
        LongAdder adder = new LongAdder();
        return rate(value -> adder.increment(), quick);
    }

    static double byName(boolean quick) throws InterruptedException {
        Metrics.Family<Counter> family = metrics().counter("seen_total", "Seen", "currency");
        return rate(value -> family.with(CURRENCIES[(int) value & 3]).increment(), quick);
    }

    static double byTwoNames(boolean quick) throws InterruptedException {
        Metrics.Family<Counter> family = metrics().counter("seen_total", "Seen", "currency", "status");
        return rate(value -> family.with(CURRENCIES[(int) value & 3], "ok").increment(), quick);
    }

    static double map(boolean quick) throws InterruptedException {
        Map<String, LongAdder> map = new ConcurrentHashMap<>();
        for (String currency : CURRENCIES) {
            map.put(currency, new LongAdder());
        }
        return rate(
                value -> Objects.requireNonNull(map.get(CURRENCIES[(int) value & 3]))
                        .increment(),
                quick);
    }

    static double mapOfMaps(boolean quick) throws InterruptedException {
        Map<String, Map<String, LongAdder>> map = new ConcurrentHashMap<>();
        for (String currency : CURRENCIES) {
            map.put(currency, new ConcurrentHashMap<>(Map.of("ok", new LongAdder())));
        }
        return rate(
                value -> Objects.requireNonNull(Objects.requireNonNull(map.get(CURRENCIES[(int) value & 3]))
                                .get("ok"))
                        .increment(),
                quick);
    }

    static double histogram(boolean quick) throws InterruptedException {
        Histogram histogram = metrics().histogram("body_bytes", "Body", "bytes").get();
        return rate(histogram::record, quick);
    }

    static double timer(boolean quick) throws InterruptedException {
        Timer timer = metrics().timer("call_seconds", "Calls").get();
        return rate(timer::record, quick);
    }

    static double dropwizardHistogram(boolean quick) throws InterruptedException {
        com.codahale.metrics.Histogram histogram =
                new com.codahale.metrics.Histogram(new ExponentiallyDecayingReservoir());
        return rate(histogram::update, quick);
    }

    static double dropwizardTimer(boolean quick) throws InterruptedException {
        com.codahale.metrics.Timer timer = new com.codahale.metrics.Timer();
        return rate(value -> timer.update(value, TimeUnit.NANOSECONDS), quick);
    }

    static double prometheusHistogram(boolean quick) throws InterruptedException {
        io.prometheus.metrics.core.metrics.Histogram histogram = io.prometheus.metrics.core.metrics.Histogram.builder()
                .name("call_seconds")
                .classicOnly()
                .withoutExemplars()
                .build();
        return rate(value -> histogram.observe(value / 1e4), quick);
    }

    /** Bytes that one update of each kind allocates, all kinds together. */
    static double allocation(boolean quick) {
        Metrics metrics = metrics();
        Counter counter = metrics.counter("seen_total", "Seen").get();
        Metrics.Family<Counter> one = metrics.counter("one_total", "One", "currency");
        Metrics.Family<Counter> two = metrics.counter("two_total", "Two", "currency", "status");
        Histogram histogram = metrics.histogram("body_bytes", "Body", "bytes").get();
        Timer timer = metrics.timer("call_seconds", "Calls").get();
        LongConsumer all = value -> {
            counter.increment();
            one.with(CURRENCIES[(int) value & 3]).increment();
            two.with(CURRENCIES[(int) value & 3], "ok").increment();
            histogram.record(value);
            timer.record(value);
        };
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int updates = quick ? 1_000_000 : 5_000_000;
        run(all, updates);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(all, updates);
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / updates;
    }

    private static void run(LongConsumer update, int times) {
        for (int i = 0; i < times; i++) {
            update.accept(i & 0xFFFF);
        }
    }

    private static double rate(LongConsumer update, boolean quick) throws InterruptedException {
        long warm = runFor(update, quick ? 500 : 1_000);
        if (warm == 0) {
            throw new IllegalStateException("no update ran");
        }
        long millis = quick ? 1_000 : 2_000;
        return runFor(update, millis) * 1_000.0 / millis;
    }

    private static long runFor(LongConsumer update, long millis) throws InterruptedException {
        LongAdder updates = new LongAdder();
        long end = System.nanoTime() + millis * 1_000_000;
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> {
                long done = 0;
                while (System.nanoTime() < end) {
                    run(update, BATCH);
                    done += BATCH;
                }
                updates.add(done);
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return updates.sum();
    }
}
