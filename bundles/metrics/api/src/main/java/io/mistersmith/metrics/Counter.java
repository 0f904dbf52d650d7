package io.mistersmith.metrics;

import org.osgi.annotation.versioning.ProviderType;

/** A count that only grows. Thread-safe, never sampled, allocates nothing. */
@ProviderType
public interface Counter {

    /** Adds 1. */
    void increment();

    /**
     * Adds {@code n}.
     *
     * @param n 0 or more
     * @throws IllegalArgumentException if {@code n} is negative; the count stays what it was
     */
    void increment(long n);

    /** The sum so far. */
    long value();
}
