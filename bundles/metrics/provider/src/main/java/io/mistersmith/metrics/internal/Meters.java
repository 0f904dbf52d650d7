package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Gauge;
import io.mistersmith.metrics.Histogram;
import io.mistersmith.metrics.MeterKind;
import io.mistersmith.metrics.SeriesSnapshot;
import io.mistersmith.metrics.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The meters; each has a Dropwizard metric too, so that what reports Dropwizard's registry reports ours. */
final class Meters {

    private Meters() {}

    /** A meter that the reader can look at. */
    interface Meter extends com.codahale.metrics.Metric {

        /** What stands for it in Dropwizard's registry. */
        default com.codahale.metrics.Metric dropwizard() {
            return this;
        }

        /**
         * The series now.
         *
         * @param reading asked for the value if somebody else keeps it
         */
        default SeriesSnapshot snapshot(List<String> labelValues, ToDoubleFunction<SuppliedMeter> reading) {
            return snapshot(labelValues);
        }

        SeriesSnapshot snapshot(List<String> labelValues);
    }

    static Meter of(MeterKind kind, Sampling sampling, WindowSettings window) {
        return switch (kind) {
            case COUNTER -> new AddedCounter();
            case GAUGE -> new SetGauge();
            case HISTOGRAM -> new RecordedHistogram(new Recorder(sampling, window));
            case TIMER -> new RecordedTimer(new Recorder(sampling, window));
        };
    }

    /** Counts on stripes: {@code increment()} is the adder's own, so a counter costs what an adder costs. */
    static final class AddedCounter extends LongAdder implements Counter, Meter {

        @Override
        public void increment(long n) {
            if (n < 0) {
                throw new IllegalArgumentException("increment of " + n + ": a counter only grows");
            }
            add(n);
        }

        @Override
        public long value() {
            return sum();
        }

        @Override
        public com.codahale.metrics.Metric dropwizard() {
            return new ShownCounter(this);
        }

        @Override
        public SeriesSnapshot snapshot(List<String> labelValues) {
            return new SeriesSnapshot(labelValues, value(), null);
        }
    }

    /** A counter as Dropwizard's reporters read it. */
    private static final class ShownCounter extends com.codahale.metrics.Counter implements Meter {

        private final AddedCounter counter;

        ShownCounter(AddedCounter counter) {
            this.counter = counter;
        }

        @Override
        public void inc(long n) {
            counter.increment(n);
        }

        @Override
        public void dec(long n) {
            counter.increment(-n);
        }

        @Override
        public long getCount() {
            return counter.sum();
        }

        @Override
        public SeriesSnapshot snapshot(List<String> labelValues) {
            return counter.snapshot(labelValues);
        }
    }

    /** Keeps the bits of a double. */
    static final class SetGauge implements com.codahale.metrics.Gauge<Double>, Gauge, Meter {

        private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(0));

        @Override
        public void set(double value) {
            bits.set(Double.doubleToRawLongBits(value));
        }

        @Override
        public void add(double amount) {
            long now;
            do {
                now = bits.get();
            } while (!bits.compareAndSet(now, Double.doubleToRawLongBits(Double.longBitsToDouble(now) + amount)));
        }

        @Override
        public double value() {
            return Double.longBitsToDouble(bits.get());
        }

        @Override
        public Double getValue() {
            return value();
        }

        @Override
        public SeriesSnapshot snapshot(List<String> labelValues) {
            return new SeriesSnapshot(labelValues, value(), null);
        }
    }

    /** A distribution. */
    static class RecordedHistogram extends com.codahale.metrics.Histogram implements Histogram, Meter {

        private final Recorder recorder;

        RecordedHistogram(Recorder recorder) {
            super(NoReservoir.NONE);
            this.recorder = recorder;
        }

        @Override
        public final void record(long value) {
            recorder.record(value);
        }

        @Override
        public final void update(long value) {
            recorder.record(value);
        }

        @Override
        public final long count() {
            return recorder.count();
        }

        @Override
        public final long getCount() {
            return recorder.count();
        }

        @Override
        public final com.codahale.metrics.Snapshot getSnapshot() {
            return new DropwizardSnapshot(recorder.snapshot());
        }

        @Override
        public final SeriesSnapshot snapshot(List<String> labelValues) {
            RecordedDistribution distribution = recorder.snapshot();
            return new SeriesSnapshot(labelValues, distribution.count(), distribution);
        }
    }

    /** A distribution of durations, which Dropwizard sees as a histogram of nanoseconds. */
    static final class RecordedTimer extends RecordedHistogram implements Timer {

        private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

        RecordedTimer(Recorder recorder) {
            super(recorder);
        }

        @Override
        public void record(Duration duration) {
            record(duration.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : duration.toNanos());
        }

        @Override
        public <T> T time(Callable<T> work) throws Exception {
            long began = System.nanoTime();
            try {
                return work.call();
            } finally {
                record(System.nanoTime() - began);
            }
        }
    }

    /** Dropwizard's histogram wants a reservoir; ours never asks it. */
    private enum NoReservoir implements com.codahale.metrics.Reservoir {
        NONE;

        @Override
        public int size() {
            return 0;
        }

        @Override
        public void update(long value) {}

        @Override
        public com.codahale.metrics.Snapshot getSnapshot() {
            return new DropwizardSnapshot(new Recorder().snapshot());
        }
    }
}
