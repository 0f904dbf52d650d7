package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.Distribution;
import io.mistersmith.metrics.FamilySnapshot;
import io.mistersmith.metrics.SeriesSnapshot;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures what metrics cost, and lowers the share of histogram and timer updates that get a bucket of their own while the
 * updates cost more than the budget. Counts and sums are always exact. The time of a collection has no influence on that
 * share: {@link GuardedCollection} deals with suppliers that are slow.
 *
 * <p>At each collection it determines what the updates since the last one cost per second, which is their number times the
 * time of one. That time comes from a batch of updates of a recorder of its own, so that the updates themselves
 * are not slowed by a clock. Above the budget the share is halved; when the cost was below half of the budget three times
 * in a row it is doubled again. Thread-safe; collections at the same time are measured one after the other.
 */
final class OverheadMonitor {

    private static final int CALM = 3;
    private static final double NANOS = 1e9;

    private final Sampling sampling;
    private final LongSupplier clock;
    private final LongAdder overBudget = new LongAdder();
    private final Recorder collections = new Recorder();

    private Overhead settings = Overhead.DEFAULT; // all guarded by this
    private long lastUpdates;
    private long lastNanos;
    private int calm;
    private volatile double updateNanos;
    private volatile double updateNanosPerSecond;
    private volatile long series;

    OverheadMonitor(Sampling sampling, LongSupplier clock) {
        this.sampling = sampling;
        this.clock = clock;
        this.lastNanos = clock.getAsLong();
    }

    /** In force at once; what was lowered is measured anew. */
    synchronized void settings(Overhead now) {
        settings = now;
        sampling.shift(Sampling.shiftOf(now.samplingRate()));
        calm = 0;
    }

    /** Collects, and determines what updates cost. */
    List<FamilySnapshot> measure(Supplier<List<FamilySnapshot>> collection) {
        long began = clock.getAsLong();
        List<FamilySnapshot> families = collection.get();
        long ended = clock.getAsLong();
        collections.record(ended - began);
        judge(ended, families);
        return families;
    }

    private synchronized void judge(long now, List<FamilySnapshot> families) {
        long updates = 0;
        long count = 0;
        for (FamilySnapshot family : families) {
            count += family.series().size();
            for (SeriesSnapshot one : family.series()) {
                Distribution values = one.distribution();
                updates += values == null ? 0 : values.count();
            }
        }
        series = count;
        updateNanos = timeOfOne();
        double seconds = Math.max(now - lastNanos, 1) / NANOS;
        double cost = Math.max(0, updates - lastUpdates) * updateNanos / seconds; // series that went take theirs along
        updateNanosPerSecond = cost;
        lastUpdates = updates;
        lastNanos = now;
        adapt(cost);
    }

    private void adapt(double cost) {
        double budget = (double) settings.maxCollectionTime().toNanos();
        int least = Sampling.shiftOf(settings.samplingRate());
        if (cost > budget) {
            overBudget.increment();
            calm = 0;
            sampling.shift(Math.min(Sampling.MOST, sampling.shift() + 1));
        } else if (cost > budget / 2 || sampling.shift() <= least) {
            calm = 0;
        } else if (++calm >= CALM) {
            calm = 0;
            sampling.shift(sampling.shift() - 1);
        }
    }

    private double timeOfOne() {
        int batch = settings.batchSize();
        Recorder probe = new Recorder(sampling);
        long began = clock.getAsLong();
        for (int i = 0; i < batch; i++) {
            probe.record(i);
        }
        return (double) (clock.getAsLong() - began) / batch;
    }

    Recorder collections() {
        return collections;
    }

    long overBudget() {
        return overBudget.sum();
    }

    double ratio() {
        return sampling.ratio();
    }

    double updateSeconds() {
        return updateNanos / NANOS;
    }

    double updateShare() {
        return updateNanosPerSecond / NANOS;
    }

    double series() {
        return series;
    }
}
