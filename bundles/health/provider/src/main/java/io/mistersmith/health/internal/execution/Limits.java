package io.mistersmith.health.internal.execution;

import java.time.Duration;

/**
 * How checks are run that do not say so themselves; replaced as one.
 *
 * @param timeout how long an answer is waited for
 * @param keep how long an answer is used
 * @param threads how many threads of pool io checks hold at most
 */
public record Limits(Duration timeout, Duration keep, int threads) {

    public Limits {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("check.timeout.ms=" + timeout.toMillis() + " is not above 0");
        }
        if (keep.isNegative()) {
            throw new IllegalArgumentException("check.result.ms=" + keep.toMillis() + " is negative");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("check.threads=" + threads + " is not above 0");
        }
    }

    /** What the shipped configuration says. */
    public static Limits defaults() {
        return new Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), 4);
    }
}
