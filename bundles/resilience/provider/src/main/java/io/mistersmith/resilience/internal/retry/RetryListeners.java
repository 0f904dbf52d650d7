package io.mistersmith.resilience.internal.retry;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.event.RetryEvent;
import io.github.resilience4j.retry.event.RetryOnErrorEvent;
import io.github.resilience4j.retry.event.RetryOnIgnoredErrorEvent;
import io.github.resilience4j.retry.event.RetryOnRetryEvent;
import io.github.resilience4j.retry.event.RetryOnSuccessEvent;
import io.mistersmith.resilience.internal.core.EventHub;

/** What one bundle listens to. */
final class RetryListeners extends EventProcessor<RetryEvent> implements Retry.EventPublisher {

    private final EventHub<RetryEvent> hub;

    RetryListeners(EventHub<RetryEvent> hub) {
        this.hub = hub;
    }

    @Override
    public void onEvent(EventConsumer<RetryEvent> listener) {
        super.onEvent(listener);
        hub.add(this);
    }

    @Override
    public Retry.EventPublisher onRetry(EventConsumer<RetryOnRetryEvent> listener) {
        return listen(RetryOnRetryEvent.class, listener);
    }

    @Override
    public Retry.EventPublisher onSuccess(EventConsumer<RetryOnSuccessEvent> listener) {
        return listen(RetryOnSuccessEvent.class, listener);
    }

    @Override
    public Retry.EventPublisher onError(EventConsumer<RetryOnErrorEvent> listener) {
        return listen(RetryOnErrorEvent.class, listener);
    }

    @Override
    public Retry.EventPublisher onIgnoredError(EventConsumer<RetryOnIgnoredErrorEvent> listener) {
        return listen(RetryOnIgnoredErrorEvent.class, listener);
    }

    private Retry.EventPublisher listen(Class<?> type, EventConsumer<? extends RetryEvent> listener) {
        registerConsumer(type.getName(), listener);
        hub.add(this);
        return this;
    }
}
