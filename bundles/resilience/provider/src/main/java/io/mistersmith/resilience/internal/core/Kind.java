package io.mistersmith.resilience.internal.core;

/** The kinds of instances, as their PIDs name them. */
public enum Kind {
    BREAKER,
    RETRY,
    BUDGET,
    BULKHEAD,
    LIMITER,
    TIMEOUT;

    /** As in {@code io.mistersmith.resilience.KIND-NAME.cfg}. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
