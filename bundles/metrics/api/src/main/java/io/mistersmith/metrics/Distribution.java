package io.mistersmith.metrics;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a histogram or timer had recorded at one moment. Immutable.
 *
 * <p>Values are in the family's unit, a timer's in nanoseconds. Everything since the series began counts; for an interval,
 * subtract two distributions.
 */
@ProviderType
public interface Distribution {

    /** How many values were recorded. */
    long count();

    /** Their sum. */
    long sum();

    /** The least, exact; 0 when nothing was recorded. */
    long min();

    /** The greatest, exact; 0 when nothing was recorded. */
    long max();

    /**
     * The value that a share of the recorded values does not exceed, within 1 %; 0 when nothing was recorded.
     *
     * @param share 0..1, such as 0.99
     * @throws IllegalArgumentException if {@code share} is not within 0..1
     */
    long quantile(double share);

    /** How many recorded values do not exceed this one; values within 1 % of it may be on the other side. */
    long countAtMost(long value);
}
