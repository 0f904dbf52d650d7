package io.mistersmith.pools.internal.engine;

import java.time.Duration;

/**
 * What holds for one pool, replaced as one.
 *
 * @param min resources kept ready
 * @param max resources there may be
 * @param maxWaiting calls that may wait
 * @param acquireTimeout how long a call waits that says nothing else
 * @param idleTimeout an unused resource above the minimum is destroyed after it; 0: never
 * @param maxLifetime an older resource is replaced when it is not borrowed; 0: never
 * @param checkInterval between two checks of an idle resource, and of whether making one works again; 0: no checks
 * @param validateAfter a resource unused for longer is checked before it is lent; 0: each time; negative: never
 * @param evictionInterval between two looks at all resources
 * @param callTimeout a call that makes, checks or destroys a resource is interrupted after it
 * @param leakThreshold a lease that is older is reported; 0: never, and no stack is kept
 * @param leakReclaim a lease that is older is taken back; 0: never
 */
public record PoolSettings(
        int min,
        int max,
        int maxWaiting,
        Duration acquireTimeout,
        Duration idleTimeout,
        Duration maxLifetime,
        Duration checkInterval,
        Duration validateAfter,
        Duration evictionInterval,
        Duration callTimeout,
        Duration leakThreshold,
        Duration leakReclaim) {

    /** Resources that one pool may have at most. */
    public static final int MOST = 4096;

    /** Checks itself. */
    public PoolSettings {
        checkSize(min, max);
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("max.waiting=" + maxWaiting + " is not 1 or more calls");
        }
        notNegative("acquire.timeout.ms", acquireTimeout);
        notNegative("idle.timeout.ms", idleTimeout);
        notNegative("max.lifetime.ms", maxLifetime);
        notNegative("check.interval.ms", checkInterval);
        notNegative("leak.threshold.ms", leakThreshold);
        notNegative("leak.reclaim.ms", leakReclaim);
        positive("eviction.interval.ms", evictionInterval);
        positive("call.timeout.ms", callTimeout);
    }

    /**
     * As the keys say.
     *
     * @throws IllegalArgumentException if one is out of range; the message begins with the key
     */
    public static PoolSettings of(PoolKeys keys) {
        return new PoolSettings(
                keys.min_size(),
                keys.max_size(),
                keys.max_waiting(),
                Duration.ofMillis(keys.acquire_timeout_ms()),
                Duration.ofMillis(keys.idle_timeout_ms()),
                Duration.ofMillis(keys.max_lifetime_ms()),
                Duration.ofMillis(keys.check_interval_ms()),
                Duration.ofMillis(keys.validate_after_ms()),
                Duration.ofMillis(keys.eviction_interval_ms()),
                Duration.ofMillis(keys.call_timeout_ms()),
                Duration.ofMillis(keys.leak_threshold_ms()),
                Duration.ofMillis(keys.leak_reclaim_ms()));
    }

    /** The shipped values, with this size. */
    public static PoolSettings of(int min, int max) {
        return new PoolSettings(
                min,
                max,
                10_000,
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ZERO);
    }

    /**
     * These settings with another size.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public PoolSettings resized(int newMin, int newMax) {
        return new PoolSettings(
                newMin,
                newMax,
                maxWaiting,
                acquireTimeout,
                idleTimeout,
                maxLifetime,
                checkInterval,
                validateAfter,
                evictionInterval,
                callTimeout,
                leakThreshold,
                leakReclaim);
    }

    /** These settings for the right to a resource, which does not age and needs no check. */
    public PoolSettings ageless() {
        return new PoolSettings(
                0,
                max,
                maxWaiting,
                acquireTimeout,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(-1),
                evictionInterval,
                callTimeout,
                leakThreshold,
                leakReclaim);
    }

    boolean keepsStacks() {
        return !leakThreshold.isZero();
    }

    boolean validatesAlways() {
        return validateAfter.isZero();
    }

    private static void checkSize(int min, int max) {
        if (max < 1 || max > MOST) {
            throw new IllegalArgumentException("max.size=" + max + " is not within 1.." + MOST + " resources");
        }
        if (min < 0 || min > max) {
            throw new IllegalArgumentException("min.size=" + min + " is not within 0..max.size=" + max + " resources");
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + "=" + value.toMillis() + " is negative");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + "=" + value.toMillis() + " is not 1 ms or more");
        }
    }
}
