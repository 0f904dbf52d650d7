package io.mistersmith.resilience.internal.retry;

import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.event.RetryEvent;
import java.util.Map;

/** The retry as one bundle has it, for as long as its file is there. */
final class RetryView implements Retry {

    private final LiveRetry live;
    private final RetryListeners listeners;

    RetryView(LiveRetry live) {
        this.live = live;
        this.listeners = new RetryListeners(live.events());
    }

    EventProcessor<RetryEvent> listeners() {
        return listeners;
    }

    @Override
    public String getName() {
        return live.name();
    }

    @Override
    public <T> Context<T> context() {
        return live.context();
    }

    @Override
    public <T> AsyncContext<T> asyncContext() {
        return live.asyncContext();
    }

    @Override
    public RetryConfig getRetryConfig() {
        return live.config();
    }

    @Override
    public Map<String, String> getTags() {
        return Map.of();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return listeners;
    }

    @Override
    public Metrics getMetrics() {
        return live.metrics();
    }

    @Override
    public String toString() {
        return "retry " + live.name() + " (" + live.state() + ")";
    }
}
