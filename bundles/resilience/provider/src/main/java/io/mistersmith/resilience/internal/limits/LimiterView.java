package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import java.time.Duration;
import java.util.Map;

/** The rate limiter as one bundle has it, for as long as its file is there. */
final class LimiterView implements RateLimiter {

    private final LiveLimiter live;
    private final LimiterListeners listeners;

    LimiterView(LiveLimiter live) {
        this.live = live;
        this.listeners = new LimiterListeners(live.events());
    }

    EventProcessor<RateLimiterEvent> listeners() {
        return listeners;
    }

    /** For all users, until its file says otherwise. */
    @Override
    public void changeTimeoutDuration(Duration wait) {
        live.limiter().changeTimeoutDuration(wait);
    }

    /** For all users, until its file says otherwise. */
    @Override
    public void changeLimitForPeriod(int calls) {
        live.limiter().changeLimitForPeriod(calls);
    }

    @Override
    public boolean acquirePermission(int permits) {
        return live.acquire(permits);
    }

    @Override
    public long reservePermission(int permits) {
        return live.reserve(permits);
    }

    @Override
    public void drainPermissions() {
        live.limiter().drainPermissions();
    }

    @Override
    public String getName() {
        return live.name();
    }

    @Override
    public RateLimiterConfig getRateLimiterConfig() {
        return live.limiter().getRateLimiterConfig();
    }

    @Override
    public Map<String, String> getTags() {
        return Map.of();
    }

    @Override
    public Metrics getMetrics() {
        return live.limiter().getMetrics();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return listeners;
    }

    @Override
    public String toString() {
        return "limiter " + live.name() + " (" + live.state() + ")";
    }
}
