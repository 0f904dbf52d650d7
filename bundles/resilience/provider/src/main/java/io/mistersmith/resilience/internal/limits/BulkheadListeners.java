package io.mistersmith.resilience.internal.limits;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallFinishedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallPermittedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallRejectedEvent;
import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.mistersmith.resilience.internal.core.EventHub;

/** What one bundle listens to. */
final class BulkheadListeners extends EventProcessor<BulkheadEvent> implements Bulkhead.EventPublisher {

    private final EventHub<BulkheadEvent> hub;

    BulkheadListeners(EventHub<BulkheadEvent> hub) {
        this.hub = hub;
    }

    @Override
    public void onEvent(EventConsumer<BulkheadEvent> listener) {
        super.onEvent(listener);
        hub.add(this);
    }

    @Override
    public Bulkhead.EventPublisher onCallRejected(EventConsumer<BulkheadOnCallRejectedEvent> listener) {
        return listen(BulkheadOnCallRejectedEvent.class, listener);
    }

    @Override
    public Bulkhead.EventPublisher onCallPermitted(EventConsumer<BulkheadOnCallPermittedEvent> listener) {
        return listen(BulkheadOnCallPermittedEvent.class, listener);
    }

    @Override
    public Bulkhead.EventPublisher onCallFinished(EventConsumer<BulkheadOnCallFinishedEvent> listener) {
        return listen(BulkheadOnCallFinishedEvent.class, listener);
    }

    private Bulkhead.EventPublisher listen(Class<?> type, EventConsumer<? extends BulkheadEvent> listener) {
        registerConsumer(type.getName(), listener);
        hub.add(this);
        return this;
    }
}
