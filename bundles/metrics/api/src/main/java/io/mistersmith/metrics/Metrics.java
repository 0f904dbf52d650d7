package io.mistersmith.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Registers the meters of one bundle and hands out their series.
 *
 * <p>Thread-safe. Names are {@code [a-z][a-z0-9_]*}; a counter's name ends in {@code _total}, others end in their unit.
 * Asking again with the same name, kind and labels gives the same family. Families and series are cheap to keep; keep
 * them in a field. They stay usable after the bundle stopped, but nobody sees them any more.
 */
@ProviderType
public interface Metrics {

    /**
     * A count that only grows.
     *
     * @param help one sentence for people
     * @param labels names of the labels, {@code [a-z][a-z0-9_]*}, in the order in which values are given; 8 at most
     * @throws IllegalArgumentException if a name is malformed, the name stands for another kind or other labels, or another
     *     metric is exported under the same name: a histogram {@code x_bytes} is exported as {@code x_bytes_count},
     *     {@code x_bytes_sum}, {@code x_bytes_bucket} and the like too
     */
    Family<Counter> counter(String name, String help, String... labels);

    /**
     * A value that is set, and goes up and down.
     *
     * @throws IllegalArgumentException as {@link #counter}
     */
    Family<Gauge> gauge(String name, String help, String... labels);

    /**
     * A value that is asked for when somebody looks; the last supplier given for a name is the one that is asked.
     *
     * @param supplier called by every collection, on a thread of pool {@code io}; must be quick and not block. Whatever it
     *     throws is counted, and the value is then NaN. One that is slow or does not return is called apart from others, shows its
     *     last value or NaN, and is a health problem
     * @return closing it ends the series, unless a later supplier took its place
     * @throws IllegalArgumentException as {@link #counter}
     */
    default Registration gauge(String name, String help, DoubleSupplier supplier) {
        return gauge(name, help, Map.of(), supplier);
    }

    /**
     * A labelled value that is asked for when somebody looks; the last supplier given for a series is the one asked.
     *
     * @param labels names and values of the labels, the same names for each series of the family
     * @param supplier as {@link #gauge(String, String, DoubleSupplier)}
     * @return closing it ends the series, unless a later supplier took its place
     * @throws IllegalArgumentException as {@link #counter}
     */
    Registration gauge(String name, String help, Map<String, String> labels, DoubleSupplier supplier);

    /**
     * A count that somebody else keeps and that is asked for when somebody looks; it must never fall.
     *
     * @param labels names and values of the labels, the same names for each series of the family
     * @param supplier as {@link #gauge(String, String, DoubleSupplier)}
     * @return closing it ends the series, unless a later supplier took its place
     * @throws IllegalArgumentException as {@link #counter}
     */
    Registration counter(String name, String help, Map<String, String> labels, LongSupplier supplier);

    /**
     * How values are distributed.
     *
     * @param unit the unit of the values, such as {@code bytes}; the name ends in it
     * @throws IllegalArgumentException as {@link #counter}
     */
    Family<Histogram> histogram(String name, String help, String unit, String... labels);

    /**
     * How long something takes. The name ends in {@code _seconds}; values are recorded in nanoseconds.
     *
     * @throws IllegalArgumentException as {@link #counter}
     */
    Family<Timer> timer(String name, String help, String... labels);

    /**
     * Counts and times one operation of a component, under {@code operations_total} and {@code operation_seconds} with
     * the labels component (the bundle's symbolic name), operation and status ({@code ok} or {@code failed}).
     *
     * @param duration not negative
     */
    void recordOperation(String operation, Duration duration, boolean success);

    /**
     * All series of one name. At most 1,000 series are kept per name; what comes above lands in one series whose label
     * values are all {@code other}.
     *
     * @param <M> the kind of meter
     */
    @ProviderType
    interface Family<M> {

        /**
         * Ends a series, so that nobody sees it any more and its place under the limit is free.
         *
         * @return false if there was none
         * @throws IllegalArgumentException if there are more or fewer values than labels
         */
        boolean remove(String... values);

        /**
         * The series without labels.
         *
         * @throws IllegalArgumentException if the family has labels
         */
        M get();

        /**
         * The series with this value of the one label.
         *
         * @throws IllegalArgumentException if the family has not exactly one label
         */
        M with(String value);

        /**
         * The series with these values of the two labels.
         *
         * @throws IllegalArgumentException if the family has not exactly two labels
         */
        M with(String first, String second);

        /**
         * The series with these label values, in the order of the labels.
         *
         * @throws IllegalArgumentException if there are more or fewer values than labels
         */
        M with(String... values);
    }

    /** A series whose value is supplied. Thread-safe. */
    @ProviderType
    interface Registration extends AutoCloseable {

        /** Ends the series; nothing on a second call. */
        @Override
        void close();
    }
}
