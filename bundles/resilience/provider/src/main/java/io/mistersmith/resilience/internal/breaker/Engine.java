package io.mistersmith.resilience.internal.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;

/**
 * What is below a breaker of ours at the moment; replaced as one.
 *
 * @param said the settings as users see them
 * @param breaker the library's, which keeps no time for trials
 */
record Engine(BreakerSettings settings, CircuitBreakerConfig said, CircuitBreaker breaker) {

    static Engine of(String name, BreakerSettings settings) {
        CircuitBreakerConfig said = settings.config();
        CircuitBreakerConfig without = CircuitBreakerConfig.from(said)
                .maxWaitDurationInHalfOpenState(Duration.ZERO)
                .build();
        return new Engine(settings, said, CircuitBreaker.of(name, without));
    }

    /**
     * Begins in the state in which another is.
     *
     * @param nanos since when that is in it
     */
    void begin(State state, long nanos) {
        switch (state) {
            case OPEN -> {
                long left = settings.open().toNanos() - nanos;
                breaker.transitionToOpenStateFor(Duration.ofNanos(Math.max(1_000_000, left)));
            }
            case HALF_OPEN -> {
                breaker.transitionToOpenState();
                breaker.transitionToHalfOpenState();
            }
            case FORCED_OPEN -> breaker.transitionToForcedOpenState();
            case DISABLED -> breaker.transitionToDisabledState();
            case METRICS_ONLY -> breaker.transitionToMetricsOnlyState();
            case CLOSED -> {}
        }
    }
}
