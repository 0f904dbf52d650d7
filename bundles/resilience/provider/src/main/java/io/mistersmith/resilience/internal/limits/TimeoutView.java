package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.event.TimeLimiterEvent;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** The time limiter as one bundle has it, for as long as its file is there. */
final class TimeoutView implements TimeLimiter {

    private final LiveTimeout live;
    private final TimeoutListeners listeners;

    TimeoutView(LiveTimeout live) {
        this.live = live;
        this.listeners = new TimeoutListeners(live.events());
    }

    EventProcessor<TimeLimiterEvent> listeners() {
        return listeners;
    }

    @Override
    public String getName() {
        return live.name();
    }

    @Override
    public Map<String, String> getTags() {
        return Map.of();
    }

    @Override
    public TimeLimiterConfig getTimeLimiterConfig() {
        return live.limiter().getTimeLimiterConfig();
    }

    /** With the limit that holds when it is called, not when it was decorated. */
    @Override
    public <T, F extends Future<T>> Callable<T> decorateFutureSupplier(Supplier<F> future) {
        return () -> live.limiter().<T, F>decorateFutureSupplier(future).call();
    }

    /** With the limit that holds when it is called, not when it was decorated. */
    @Override
    public <T, F extends CompletionStage<T>> Supplier<CompletionStage<T>> decorateCompletionStage(
            ScheduledExecutorService scheduler, Supplier<F> stage) {
        return () ->
                live.limiter().<T, F>decorateCompletionStage(scheduler, stage).get();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return listeners;
    }

    @Override
    public void onSuccess() {
        live.limiter().onSuccess();
    }

    @Override
    public void onError(Throwable thrown) {
        live.limiter().onError(thrown);
    }

    @Override
    public String toString() {
        return "timeout " + live.name() + " (" + live.state() + ")";
    }
}
