package io.mistersmith.metrics;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a histogram or timer had recorded at one moment. Immutable.
 *
 * <p>Values are in the family's unit, a timer's in nanoseconds. Count, sum, minimum and maximum are exact and cover
 * everything since the series began, as {@link #quantile} and {@link #countAtMost} do; {@link #recent} covers the last
 * minute, and its quantiles are those to show.
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

    /**
     * Returns the values of the last {@code quantile.window.ms} (1 minute unless set otherwise), to a tenth of that time; if
     * nobody looked for longer, those since then. Its count and quantiles are what a summary shows; its sum, minimum and maximum
     * have no meaning of their own.
     */
    default Distribution recent() {
        return this;
    }

    /** How many recorded values do not exceed this one; values within 1 % of it may be on the other side. */
    long countAtMost(long value);
}
