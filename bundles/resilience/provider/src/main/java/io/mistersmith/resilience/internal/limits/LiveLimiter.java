package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import io.mistersmith.resilience.internal.core.EventHub;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * One rate limiter for all its users. Limit and wait change in place; another period is another limiter below, which begins
 * with a full period.
 */
public final class LiveLimiter implements Instance<RateLimiter> {

    private final String name;
    private final EventHub<RateLimiterEvent> events = new EventHub<>();
    private final LongAdder permitted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile RateLimiter limiter;

    /**
     * Makes one.
     *
     * @param calls in each period, 1 or more
     * @param wait how long a call waits for a later period, 0 or more
     */
    public LiveLimiter(String name, int calls, Duration period, Duration wait) {
        this.name = name;
        this.limiter = RateLimiter.of(name, config(calls, period, wait));
        events.from(limiter.getEventPublisher());
    }

    private static RateLimiterConfig config(int calls, Duration period, Duration wait) {
        return RateLimiterConfig.custom()
                .limitForPeriod(calls)
                .limitRefreshPeriod(period)
                .timeoutDuration(wait)
                .build();
    }

    public synchronized void settings(int calls, Duration period, Duration wait) {
        RateLimiter now = limiter;
        if (now.getRateLimiterConfig().getLimitRefreshPeriod().equals(period)) {
            now.changeLimitForPeriod(calls);
            now.changeTimeoutDuration(wait);
            return;
        }
        RateLimiter next = RateLimiter.of(name, config(calls, period, wait));
        events.from(next.getEventPublisher());
        limiter = next;
    }

    boolean acquire(int permits) {
        boolean granted = limiter.acquirePermission(permits);
        (granted ? permitted : refused).increment();
        return granted;
    }

    long reserve(int permits) {
        long nanos = limiter.reservePermission(permits);
        (nanos >= 0 ? permitted : refused).increment();
        return nanos;
    }

    RateLimiter limiter() {
        return limiter;
    }

    EventHub<RateLimiterEvent> events() {
        return events;
    }

    @Override
    public Kind kind() {
        return Kind.LIMITER;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String state() {
        return limiter.getMetrics().getAvailablePermissions() > 0 ? "has room" : "full";
    }

    @Override
    public Map<String, Number> levels() {
        RateLimiter now = limiter;
        Map<String, Number> levels = new LinkedHashMap<>();
        levels.put("limit_calls", now.getRateLimiterConfig().getLimitForPeriod());
        levels.put("available_calls", now.getMetrics().getAvailablePermissions());
        levels.put("waiting_calls", now.getMetrics().getNumberOfWaitingThreads());
        return levels;
    }

    @Override
    public Map<String, Number> counts() {
        return Map.of("permitted", permitted.sum(), "refused", refused.sum());
    }

    @Override
    public RateLimiter view() {
        return new LimiterView(this);
    }

    @Override
    public void drop(RateLimiter view) {
        if (view instanceof LimiterView one) {
            events.remove(one.listeners());
        }
    }

    /** Begins a full period now. */
    @Override
    public synchronized void reset() {
        RateLimiter next = RateLimiter.of(name, limiter.getRateLimiterConfig());
        events.from(next.getEventPublisher());
        limiter = next;
    }
}
