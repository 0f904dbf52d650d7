package io.mistersmith.resilience.internal.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.core.EventProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The breaker as one bundle has it, for as long as its file is there. */
final class BreakerView implements CircuitBreaker {

    private final LiveBreaker live;
    private final BreakerListeners listeners;

    BreakerView(LiveBreaker live) {
        this.live = live;
        this.listeners = new BreakerListeners(live.events());
    }

    EventProcessor<CircuitBreakerEvent> listeners() {
        return listeners;
    }

    @Override
    public boolean tryAcquirePermission() {
        return live.tryAcquire();
    }

    @Override
    public void acquirePermission() {
        live.acquire();
    }

    @Override
    public void releasePermission() {
        live.release();
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable thrown) {
        live.failed(duration, unit, thrown);
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        live.succeeded(duration, unit);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, Object result) {
        live.ended(duration, unit, result);
    }

    @Override
    public void reset() {
        live.reset();
    }

    @Override
    public void transitionToClosedState() {
        live.change(CircuitBreaker::transitionToClosedState);
    }

    @Override
    public void transitionToOpenState() {
        live.change(CircuitBreaker::transitionToOpenState);
    }

    @Override
    public void transitionToOpenStateFor(Duration time) {
        live.change(breaker -> breaker.transitionToOpenStateFor(time));
    }

    @Override
    public void transitionToOpenStateUntil(Instant end) {
        live.change(breaker -> breaker.transitionToOpenStateUntil(end));
    }

    @Override
    public void transitionToHalfOpenState() {
        live.halfOpen();
    }

    @Override
    public void transitionToDisabledState() {
        live.change(CircuitBreaker::transitionToDisabledState);
    }

    @Override
    public void transitionToMetricsOnlyState() {
        live.change(CircuitBreaker::transitionToMetricsOnlyState);
    }

    @Override
    public void transitionToForcedOpenState() {
        live.change(CircuitBreaker::transitionToForcedOpenState);
    }

    @Override
    public String getName() {
        return live.name();
    }

    @Override
    public State getState() {
        return live.stateNow();
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return live.config();
    }

    @Override
    public Metrics getMetrics() {
        return live.breaker().getMetrics();
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
    public long getCurrentTimestamp() {
        return live.timestamp();
    }

    @Override
    public TimeUnit getTimestampUnit() {
        return TimeUnit.NANOSECONDS;
    }

    @Override
    public String toString() {
        return "breaker " + live.name() + " (" + live.state() + ")";
    }
}
