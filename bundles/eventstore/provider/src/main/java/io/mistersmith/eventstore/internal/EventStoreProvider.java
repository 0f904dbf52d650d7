package io.mistersmith.eventstore.internal;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreInfo;
import io.mistersmith.eventstore.StoredEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link EventStore} as one bundle sees it: its events come from it unless they say otherwise. */
@Component(service = EventStore.class, scope = ServiceScope.BUNDLE)
public final class EventStoreProvider implements EventStore {

    private final StoreCore core;
    private final String source;

    @Activate
    public EventStoreProvider(@Reference StoreCore core, ComponentContext context) {
        this.core = core;
        this.source = context.getUsingBundle().getSymbolicName();
    }

    @Override
    public CompletionStage<List<Receipt>> append(String stream, Expected expected, List<?> payloadsOrEvents) {
        EventStore store;
        try {
            store = store();
        } catch (EventStoreException e) {
            return CompletableFuture.failedStage(e);
        }
        return store.append(stream, expected, payloadsOrEvents);
    }

    @Override
    public CompletionStage<List<Receipt>> append(List<?> payloadsOrEvents) {
        EventStore store;
        try {
            store = store();
        } catch (EventStoreException e) {
            return CompletableFuture.failedStage(e);
        }
        return store.append(payloadsOrEvents);
    }

    @Override
    public StoredEvents read(Read query) {
        return store().read(query);
    }

    @Override
    public long head() {
        return store().head();
    }

    @Override
    public StoreInfo info() {
        return store().info();
    }

    @Override
    public boolean await(String consumer, long position, Duration timeout) throws InterruptedException {
        return store().await(consumer, position, timeout);
    }

    private EventStore store() {
        return core.store().as(source);
    }
}
