package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import io.mistersmith.resilience.internal.core.EventHub;
import io.mistersmith.resilience.internal.core.Instance;
import io.mistersmith.resilience.internal.core.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One bulkhead for all its users; resilience4j changes its settings in place, and calls under way stay counted. */
public final class LiveBulkhead implements Instance<Bulkhead> {

    private final Bulkhead bulkhead;
    private final EventHub<BulkheadEvent> events = new EventHub<>();
    private final LongAdder permitted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * Makes one.
     *
     * @param calls at the same time, 1 or more
     * @param wait how long a call waits for its turn, 0 or more
     */
    public LiveBulkhead(String name, int calls, Duration wait) {
        bulkhead = Bulkhead.of(name, config(calls, wait));
        events.from(bulkhead.getEventPublisher());
    }

    private static BulkheadConfig config(int calls, Duration wait) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(calls)
                .maxWaitDuration(wait)
                .build();
    }

    public void settings(int calls, Duration wait) {
        bulkhead.changeConfig(config(calls, wait));
    }

    boolean tryAcquire() {
        boolean granted = bulkhead.tryAcquirePermission();
        (granted ? permitted : refused).increment();
        return granted;
    }

    void acquire() {
        try {
            bulkhead.acquirePermission();
            permitted.increment();
        } catch (RuntimeException e) {
            refused.increment();
            throw e;
        }
    }

    Bulkhead bulkhead() {
        return bulkhead;
    }

    EventHub<BulkheadEvent> events() {
        return events;
    }

    @Override
    public Kind kind() {
        return Kind.BULKHEAD;
    }

    @Override
    public String name() {
        return bulkhead.getName();
    }

    @Override
    public String state() {
        return bulkhead.getMetrics().getAvailableConcurrentCalls() > 0 ? "has room" : "full";
    }

    @Override
    public Map<String, Number> levels() {
        Bulkhead.Metrics metrics = bulkhead.getMetrics();
        Map<String, Number> levels = new LinkedHashMap<>();
        levels.put("max_calls", metrics.getMaxAllowedConcurrentCalls());
        levels.put("available_calls", metrics.getAvailableConcurrentCalls());
        return levels;
    }

    @Override
    public Map<String, Number> counts() {
        return Map.of("permitted", permitted.sum(), "refused", refused.sum());
    }

    @Override
    public Bulkhead view() {
        return new BulkheadView(this);
    }

    @Override
    public void drop(Bulkhead view) {
        if (view instanceof BulkheadView one) {
            events.remove(one.listeners());
        }
    }

    /** Nothing: calls under way have their places. */
    @Override
    public void reset() {}
}
