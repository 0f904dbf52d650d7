package io.mistersmith.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Timer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class NoAllocationTest {

    private static final int UPDATES = 200_000;
    private static final Duration DURATION = Duration.ofMillis(3);

    private final MeterTable table = new MeterTable(new MetricRegistry(), 1_000);
    private final Metrics metrics = new MetricsView(table, new Owner("orders"));

    @Test
    void noUpdateAllocatesAnything() {
        Counter counter = metrics.counter("seen_total", "Seen").get();
        Metrics.Family<Counter> one = metrics.counter("one_total", "One", "a");
        Metrics.Family<Counter> two = metrics.counter("two_total", "Two", "a", "b");
        Gauge gauge = metrics.gauge("fill_ratio", "Fill").get();
        Histogram histogram = metrics.histogram("body_bytes", "Body", "bytes").get();
        Timer timer = metrics.timer("call_seconds", "Calls").get();

        assertNothing("counter", i -> counter.increment());
        assertNothing("counter by name", i -> one.with("EUR").increment());
        assertNothing("counter by two names", i -> two.with("EUR", "ok").increment(2));
        assertNothing("gauge", gauge::set);
        assertNothing("histogram", histogram::record);
        assertNothing("timer", timer::record);
        assertNothing("timer by duration", i -> timer.record(DURATION));
    }

    @Test
    void noSampledUpdateAllocatesAnything() {
        table.overhead(new Overhead(Duration.ofMillis(10), 0.5, 1_000));
        Timer timer = metrics.timer("call_seconds", "Calls").get();

        assertNothing("sampled timer", timer::record);
    }

    private static void assertNothing(String what, IntConsumer update) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(update);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(update);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat((double) bytes / UPDATES)
                .as("bytes for each update: %s", what)
                .isLessThan(0.1);
    }

    private static void run(IntConsumer update) {
        for (int i = 0; i < UPDATES; i++) {
            update.accept(i);
        }
    }
}
