package io.mistersmith.testkit;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** One series. */
sealed interface MemoryMeter {

    /** Its sum, level, or number of values. */
    double reading();

    /** A counter. */
    final class Count implements MemoryMeter, Counter {

        private final AtomicLong sum = new AtomicLong();

        @Override
        public void increment() {
            sum.incrementAndGet();
        }

        @Override
        public void increment(long n) {
            if (n < 0) {
                throw new IllegalArgumentException("increment of " + n + ": a counter only grows");
            }
            sum.addAndGet(n);
        }

        @Override
        public long value() {
            return sum.get();
        }

        @Override
        public double reading() {
            return sum.get();
        }
    }

    /** A gauge. */
    final class Level implements MemoryMeter, Gauge {

        private double level;

        @Override
        public synchronized void set(double value) {
            level = value;
        }

        @Override
        public synchronized void add(double amount) {
            level += amount;
        }

        @Override
        public synchronized double value() {
            return level;
        }

        @Override
        public double reading() {
            return value();
        }
    }

    /** A histogram. */
    final class Values implements MemoryMeter, Histogram {

        private final AtomicLong count = new AtomicLong();

        @Override
        public void record(long value) {
            count.incrementAndGet();
        }

        @Override
        public long count() {
            return count.get();
        }

        @Override
        public double reading() {
            return count.get();
        }
    }

    /** A timer. */
    final class Durations implements MemoryMeter, Timer {

        private final AtomicLong count = new AtomicLong();

        @Override
        public void record(long nanos) {
            count.incrementAndGet();
        }

        @Override
        public void record(Duration duration) {
            count.incrementAndGet();
        }

        @Override
        public <T> T time(Callable<T> work) throws Exception {
            try {
                return work.call();
            } finally {
                count.incrementAndGet();
            }
        }

        @Override
        public long count() {
            return count.get();
        }

        @Override
        public double reading() {
            return count.get();
        }
    }
}
