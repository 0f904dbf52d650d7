package io.mistersmith.metrics.internal;

import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** A distribution as Dropwizard's reporters read it. */
final class DropwizardSnapshot extends Snapshot {

    private final RecordedDistribution values;

    DropwizardSnapshot(RecordedDistribution values) {
        this.values = values;
    }

    @Override
    public double getValue(double quantile) {
        return values.quantile(quantile);
    }

    /** The percentiles 1 to 100: the values themselves are not kept. */
    @Override
    public long[] getValues() {
        return values.count() == 0
                ? new long[0]
                : IntStream.rangeClosed(1, 100)
                        .mapToLong(i -> values.quantile(i / 100.0))
                        .toArray();
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, values.count());
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
