package io.mistersmith.metrics.internal.guests;

import com.codahale.metrics.Snapshot;
import io.mistersmith.metrics.Distribution;

/** A distribution of Dropwizard's: quantiles, minimum and maximum of the sample it keeps; the sum from their mean. */
final class GuestDistribution implements Distribution {

    private final Snapshot snapshot;
    private final long count;
    private final long scale;

    GuestDistribution(Snapshot snapshot, long count, long scale) {
        this.snapshot = snapshot;
        this.count = count;
        this.scale = scale;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public long sum() {
        return Math.round(snapshot.getMean() * count * scale);
    }

    @Override
    public long min() {
        return snapshot.getMin() * scale;
    }

    @Override
    public long max() {
        return snapshot.getMax() * scale;
    }

    @Override
    public long quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share=" + share + " is not within 0..1");
        }
        return Math.round(snapshot.getValue(share) * scale);
    }

    @Override
    public long countAtMost(long value) {
        long[] sample = snapshot.getValues();
        long below = 0;
        for (long one : sample) {
            below += one * scale <= value ? 1 : 0;
        }
        return sample.length == 0 ? 0 : Math.round((double) below / sample.length * count);
    }
}
