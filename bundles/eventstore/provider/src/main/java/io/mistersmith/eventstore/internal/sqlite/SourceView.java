package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreInfo;
import io.mistersmith.eventstore.StoredEvents;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The store for one source of events; holds nothing else. */
record SourceView(SqliteEventStore store, String source) implements EventStore {

    @Override
    public CompletionStage<List<Receipt>> append(String stream, Expected expected, List<?> payloadsOrEvents) {
        return store.append(source, Objects.requireNonNull(stream, "stream"), expected, payloadsOrEvents);
    }

    @Override
    public CompletionStage<List<Receipt>> append(List<?> payloadsOrEvents) {
        return store.append(source, null, Expected.ANY, payloadsOrEvents);
    }

    @Override
    public StoredEvents read(Read query) {
        return store.read(query);
    }

    @Override
    public long head() {
        return store.head();
    }

    @Override
    public StoreInfo info() {
        return store.info();
    }

    @Override
    public boolean await(String consumer, long position, Duration timeout) throws InterruptedException {
        return store.await(consumer, position, timeout);
    }
}
