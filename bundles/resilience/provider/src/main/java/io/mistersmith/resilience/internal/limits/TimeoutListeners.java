package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.event.TimeLimiterEvent;
import io.github.resilience4j.timelimiter.event.TimeLimiterOnErrorEvent;
import io.github.resilience4j.timelimiter.event.TimeLimiterOnSuccessEvent;
import io.github.resilience4j.timelimiter.event.TimeLimiterOnTimeoutEvent;
import io.mistersmith.resilience.internal.core.EventHub;

/** What one bundle listens to. */
final class TimeoutListeners extends EventProcessor<TimeLimiterEvent> implements TimeLimiter.EventPublisher {

    private final EventHub<TimeLimiterEvent> hub;

    TimeoutListeners(EventHub<TimeLimiterEvent> hub) {
        this.hub = hub;
    }

    @Override
    public void onEvent(EventConsumer<TimeLimiterEvent> listener) {
        super.onEvent(listener);
        hub.add(this);
    }

    @Override
    public TimeLimiter.EventPublisher onSuccess(EventConsumer<TimeLimiterOnSuccessEvent> listener) {
        return listen(TimeLimiterOnSuccessEvent.class, listener);
    }

    @Override
    public TimeLimiter.EventPublisher onError(EventConsumer<TimeLimiterOnErrorEvent> listener) {
        return listen(TimeLimiterOnErrorEvent.class, listener);
    }

    @Override
    public TimeLimiter.EventPublisher onTimeout(EventConsumer<TimeLimiterOnTimeoutEvent> listener) {
        return listen(TimeLimiterOnTimeoutEvent.class, listener);
    }

    private TimeLimiter.EventPublisher listen(Class<?> type, EventConsumer<? extends TimeLimiterEvent> listener) {
        registerConsumer(type.getName(), listener);
        hub.add(this);
        return this;
    }
}
