package io.mistersmith.metrics;

/** What a family of series measures. */
public enum MeterKind {
    /** A count that only grows. */
    COUNTER,
    /** A value that goes up and down. */
    GAUGE,
    /** How values are distributed. */
    HISTOGRAM,
    /** How durations are distributed, in nanoseconds. */
    TIMER
}
