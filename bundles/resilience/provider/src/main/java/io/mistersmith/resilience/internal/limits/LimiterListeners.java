package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;
import io.mistersmith.resilience.internal.core.EventHub;

/** What one bundle listens to. */
final class LimiterListeners extends EventProcessor<RateLimiterEvent> implements RateLimiter.EventPublisher {

    private final EventHub<RateLimiterEvent> hub;

    LimiterListeners(EventHub<RateLimiterEvent> hub) {
        this.hub = hub;
    }

    @Override
    public void onEvent(EventConsumer<RateLimiterEvent> listener) {
        super.onEvent(listener);
        hub.add(this);
    }

    @Override
    public RateLimiter.EventPublisher onSuccess(EventConsumer<RateLimiterOnSuccessEvent> listener) {
        return listen(RateLimiterOnSuccessEvent.class, listener);
    }

    @Override
    public RateLimiter.EventPublisher onFailure(EventConsumer<RateLimiterOnFailureEvent> listener) {
        return listen(RateLimiterOnFailureEvent.class, listener);
    }

    private RateLimiter.EventPublisher listen(Class<?> type, EventConsumer<? extends RateLimiterEvent> listener) {
        registerConsumer(type.getName(), listener);
        hub.add(this);
        return this;
    }
}
