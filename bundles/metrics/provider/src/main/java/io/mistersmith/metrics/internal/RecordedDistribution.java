package io.mistersmith.metrics.internal;

import io.mistersmith.metrics.Distribution;
import org.jspecify.annotations.Nullable;

/** What a {@link Recorder} had counted at one moment. */
final class RecordedDistribution implements Distribution {

    private final @Nullable RecordedDistribution recent;
    private final long[][] counts;
    private final long[] chunkCounts;
    private final long count;
    private final long sum;
    private final long min;
    private final long max;

    RecordedDistribution(long[][] counts, long sum, long min, long max, long @Nullable [][] recent) {
        this.recent = recent == null ? null : new RecordedDistribution(recent, 0, min, max, null);
        this.counts = counts;
        this.chunkCounts = new long[counts.length];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            for (long one : counts[i]) {
                chunkCounts[i] += one;
            }
            total += chunkCounts[i];
        }
        this.count = total;
        this.sum = total == 0 ? 0 : sum;
        this.min = total == 0 ? 0 : min;
        this.max = total == 0 ? 0 : max;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public long sum() {
        return sum;
    }

    @Override
    public long min() {
        return min;
    }

    @Override
    public long max() {
        return max;
    }

    @Override
    public long quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share=" + share + " is not within 0..1");
        }
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            if (seen + chunkCounts[i] < rank) {
                seen += chunkCounts[i];
                continue;
            }
            for (int j = 0; j < counts[i].length; j++) {
                seen += counts[i][j];
                if (seen >= rank) {
                    return Math.max(min, Math.min(max, Recorder.middleOf(i, j)));
                }
            }
        }
        return max;
    }

    /** Of the last window only counts and quantiles are known; its sum is estimated from the buckets. */
    @Override
    public Distribution recent() {
        return recent == null ? this : recent;
    }

    @Override
    public long countAtMost(long value) {
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                if (Recorder.middleOf(i, j) > value) {
                    return seen;
                }
                seen += counts[i][j];
            }
        }
        return seen;
    }

    double mean() {
        return count == 0 ? 0 : (double) sum / count;
    }

    double deviation() {
        double mean = mean();
        double squares = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                double distance = Recorder.middleOf(i, j) - mean;
                squares += counts[i][j] * distance * distance;
            }
        }
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }
}
