package io.mistersmith.metrics.internal;

import com.codahale.metrics.Snapshot;
import io.mistersmith.metrics.Distribution;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * A distribution as Dropwizard's reporters read it: quantiles, values and size cover the last window; minimum, maximum, mean and
 * deviation cover everything since the series began.
 */
final class DropwizardSnapshot extends Snapshot {

    private final RecordedDistribution values;
    private final Distribution recent;

    DropwizardSnapshot(RecordedDistribution values) {
        this.values = values;
        this.recent = values.recent();
    }

    @Override
    public double getValue(double quantile) {
        return recent.quantile(quantile);
    }

    /** The percentiles 1 to 100: the values themselves are not kept. */
    @Override
    public long[] getValues() {
        return recent.count() == 0
                ? new long[0]
                : IntStream.rangeClosed(1, 100)
                        .mapToLong(i -> recent.quantile(i / 100.0))
                        .toArray();
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, recent.count());
    }

    @Override
    public long getMax() {
        return values.max();
    }

    @Override
    public double getMean() {
        return values.mean();
    }

    @Override
    public long getMin() {
        return values.min();
    }

    @Override
    public double getStdDev() {
        return values.deviation();
    }

    @Override
    public void dump(OutputStream output) {
        PrintWriter writer = new PrintWriter(output, false, StandardCharsets.UTF_8);
        for (long value : getValues()) {
            writer.println(value);
        }
        writer.flush();
    }
}
