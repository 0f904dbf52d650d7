package io.mistersmith.metrics;

import org.osgi.annotation.versioning.ProviderType;

/** A value that is set, and goes up and down. Thread-safe, allocates nothing. */
@ProviderType
public interface Gauge {

    /** Replaces the value. */
    void set(double value);

    /** Adds to the value; a negative amount lowers it. */
    void add(double amount);

    /** The value now; 0 before the first {@link #set}. */
    double value();
}
