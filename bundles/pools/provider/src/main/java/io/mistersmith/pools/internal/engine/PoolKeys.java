package io.mistersmith.pools.internal.engine;

/**
 * The keys that every kind of pool has, as the component runtime hands them out beside those of the kind. Meaning, range and
 * default are in the metatype of each kind, so there are none here; a key that a kind does not have is 0.
 */
public @interface PoolKeys {

    int min_size();

    int max_size();

    int max_waiting();

    long acquire_timeout_ms();

    long idle_timeout_ms();

    long max_lifetime_ms();

    long check_interval_ms();

    long validate_after_ms();

    long eviction_interval_ms();

    long call_timeout_ms();

    long leak_threshold_ms();

    long leak_reclaim_ms();

    long drain_timeout_ms();
}
