package io.mistersmith.metrics;

import org.osgi.annotation.versioning.ProviderType;

/** How values are distributed. Thread-safe. */
@ProviderType
public interface Histogram {

    /** Records one value, 0 or more, in the histogram's unit; a negative one counts as 0. */
    void record(long value);

    /** How many values were recorded. */
    long count();
}
