package io.mistersmith.resilience.internal.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnCallNotPermittedEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnFailureRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnIgnoredErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnResetEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSlowCallRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSuccessEvent;
import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.mistersmith.resilience.internal.core.EventHub;

/** What one bundle listens to. */
final class BreakerListeners extends EventProcessor<CircuitBreakerEvent> implements CircuitBreaker.EventPublisher {

    private final EventHub<CircuitBreakerEvent> hub;

    BreakerListeners(EventHub<CircuitBreakerEvent> hub) {
        this.hub = hub;
    }

    @Override
    public void onEvent(EventConsumer<CircuitBreakerEvent> listener) {
        super.onEvent(listener);
        hub.add(this);
    }

    @Override
    public CircuitBreaker.EventPublisher onSuccess(EventConsumer<CircuitBreakerOnSuccessEvent> listener) {
        return listen(CircuitBreakerOnSuccessEvent.class, listener);
    }

    @Override
    public CircuitBreaker.EventPublisher onError(EventConsumer<CircuitBreakerOnErrorEvent> listener) {
        return listen(CircuitBreakerOnErrorEvent.class, listener);
    }

    @Override
    public CircuitBreaker.EventPublisher onStateTransition(
            EventConsumer<CircuitBreakerOnStateTransitionEvent> listener) {
        return listen(CircuitBreakerOnStateTransitionEvent.class, listener);
    }

    @Override
    public CircuitBreaker.EventPublisher onReset(EventConsumer<CircuitBreakerOnResetEvent> listener) {
        return listen(CircuitBreakerOnResetEvent.class, listener);
    }

    @Override
    public CircuitBreaker.EventPublisher onIgnoredError(EventConsumer<CircuitBreakerOnIgnoredErrorEvent> listener) {
        return listen(CircuitBreakerOnIgnoredErrorEvent.class, listener);
    }

    @Override
    public CircuitBreaker.EventPublisher onCallNotPermitted(
            EventConsumer<CircuitBreakerOnCallNotPermittedEvent> listener) {
        return listen(CircuitBreakerOnCallNotPermittedEvent.class, listener);
    }

    @Override
    public CircuitBreaker.EventPublisher onFailureRateExceeded(
            EventConsumer<CircuitBreakerOnFailureRateExceededEvent> listener) {
        return listen(CircuitBreakerOnFailureRateExceededEvent.class, listener);
    }

    @Override
    public CircuitBreaker.EventPublisher onSlowCallRateExceeded(
            EventConsumer<CircuitBreakerOnSlowCallRateExceededEvent> listener) {
        return listen(CircuitBreakerOnSlowCallRateExceededEvent.class, listener);
    }

    private CircuitBreaker.EventPublisher listen(Class<?> type, EventConsumer<? extends CircuitBreakerEvent> listener) {
        registerConsumer(type.getName(), listener);
        hub.add(this);
        return this;
    }
}
