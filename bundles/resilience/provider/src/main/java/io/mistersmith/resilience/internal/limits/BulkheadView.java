package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import io.github.resilience4j.core.EventProcessor;
import java.util.Map;

/** The bulkhead as one bundle has it, for as long as its file is there. */
final class BulkheadView implements Bulkhead {

    private final LiveBulkhead live;
    private final BulkheadListeners listeners;

    BulkheadView(LiveBulkhead live) {
        this.live = live;
        this.listeners = new BulkheadListeners(live.events());
    }

    EventProcessor<BulkheadEvent> listeners() {
        return listeners;
    }

    /** For all users, until its file says otherwise. */
    @Override
    public void changeConfig(BulkheadConfig config) {
        live.bulkhead().changeConfig(config);
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
        live.bulkhead().releasePermission();
    }

    @Override
    public void onComplete() {
        live.bulkhead().onComplete();
    }

    @Override
    public String getName() {
        return live.name();
    }

    @Override
    public BulkheadConfig getBulkheadConfig() {
        return live.bulkhead().getBulkheadConfig();
    }

    @Override
    public Metrics getMetrics() {
        return live.bulkhead().getMetrics();
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
    public String toString() {
        return "bulkhead " + live.name() + " (" + live.state() + ")";
    }
}
