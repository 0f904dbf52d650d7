package io.mistersmith.resilience.internal.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.mistersmith.resilience.internal.core.ClassNames;
import java.time.Duration;

/**
 * The settings of one breaker, checked as one.
 *
 * @param failureRate percent of failed calls at which it opens
 * @param slowRate percent of slow calls at which it opens
 * @param slow calls that take longer are slow
 * @param window calls, or seconds, over which both are counted
 * @param timed whether {@code window} is in seconds
 * @param minimumCalls below so many calls it does not judge
 * @param open how long it stays open
 * @param trials calls that are let through to see whether it can close
 * @param trialsTime within which they must have ended
 * @param record what counts as a failure; none: all but the ignored
 * @param ignore what counts neither as failure nor as success
 */
public record BreakerSettings(
        int failureRate,
        int slowRate,
        Duration slow,
        int window,
        boolean timed,
        int minimumCalls,
        Duration open,
        int trials,
        Duration trialsTime,
        ClassNames record,
        ClassNames ignore) {

    /**
     * Checks what a range cannot say.
     *
     * @throws IllegalArgumentException if the breaker could never judge, or its trials would have no end
     */
    public BreakerSettings {
        if (!timed && minimumCalls > window) {
            throw new IllegalArgumentException("minimum.calls=" + minimumCalls + " is above window.size=" + window
                    + " calls: it would never open");
        }
        if (trials < 1 || trialsTime.toMillis() < 1) {
            throw new IllegalArgumentException("half.open.calls=" + trials + " within half.open.ms="
                    + trialsTime.toMillis() + ": both are 1 or more");
        }
    }

    /** As users see them: the time for trials is always set. */
    public CircuitBreakerConfig config() {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(failureRate)
                .slowCallRateThreshold(slowRate)
                .slowCallDurationThreshold(slow)
                .slidingWindow(
                        window,
                        minimumCalls,
                        timed ? SlidingWindowType.TIME_BASED : SlidingWindowType.COUNT_BASED,
                        SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .waitDurationInOpenState(open)
                .permittedNumberOfCallsInHalfOpenState(trials)
                .maxWaitDurationInHalfOpenState(trialsTime)
                .recordException(thrown -> record.isEmpty() || record.test(thrown))
                .ignoreException(ignore)
                .build();
    }
}
