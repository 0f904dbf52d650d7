package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.event.TimeLimiterEvent;
import io.mistersmith.resilience.internal.core.EventHub;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One time limiter for all its users. With each change a new one takes its place below; calls under way keep their limit. */
public final class LiveTimeout implements Instance<TimeLimiter> {

    private final String name;
    private final EventHub<TimeLimiterEvent> events = new EventHub<>();
    private final LongAdder timedOut = new LongAdder();
    private volatile TimeLimiter limiter;

    /**
     * Makes one.
     *
     * @param cancel whether a future that takes too long is cancelled
     */
    public LiveTimeout(String name, Duration timeout, boolean cancel) {
        this.name = name;
        this.limiter = limiter(timeout, cancel);
        events.from(limiter.getEventPublisher());
    }

    /** A call takes more than a listener costs, so what timed out is counted by one. */
    private TimeLimiter limiter(Duration timeout, boolean cancel) {
        TimeLimiter one = TimeLimiter.of(
                name,
                TimeLimiterConfig.custom()
                        .timeoutDuration(timeout)
                        .cancelRunningFuture(cancel)
                        .build());
        one.getEventPublisher().onTimeout(event -> timedOut.increment());
        return one;
    }

    public synchronized void settings(Duration timeout, boolean cancel) {
        TimeLimiterConfig now = limiter.getTimeLimiterConfig();
        if (!now.getTimeoutDuration().equals(timeout) || now.shouldCancelRunningFuture() != cancel) {
            TimeLimiter next = limiter(timeout, cancel);
            events.from(next.getEventPublisher());
            limiter = next;
        }
    }

    TimeLimiter limiter() {
        return limiter;
    }

    EventHub<TimeLimiterEvent> events() {
        return events;
    }

    @Override
    public Kind kind() {
        return Kind.TIMEOUT;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String state() {
        return limiter.getTimeLimiterConfig().getTimeoutDuration().toMillis() + " ms";
    }

    @Override
    public Map<String, Number> levels() {
        return Map.of();
    }

    @Override
    public Map<String, Number> counts() {
        return Map.of("timed_out", timedOut.sum());
    }

    @Override
    public TimeLimiter view() {
        return new TimeoutView(this);
    }

    @Override
    public void drop(TimeLimiter view) {
        if (view instanceof TimeoutView one) {
            events.remove(one.listeners());
        }
    }

    /** Nothing: it keeps no state. */
    @Override
    public void reset() {}
}
