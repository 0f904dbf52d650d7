package io.mistersmith.testkit;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A consumer of a store in memory. */
final class MemoryConsumer implements Consumer {

    private static final int MAX_EVENTS = 4_000;

    private final InMemoryEventStore store;
    private final MemoryConsumers consumers;
    private final String name;
    private volatile Runnable wake = () -> {};
    private volatile boolean closed;

    MemoryConsumer(InMemoryEventStore store, MemoryConsumers consumers, String name) {
        this.store = store;
        this.consumers = consumers;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Progress progress() {
        synchronized (store) {
            check();
            return consumers.progress(name);
        }
    }

    @Override
    public List<DeadLetter> letters() {
        synchronized (store) {
            check();
            return consumers.lettersOf(name);
        }
    }

    @Override
    public List<StoredEvent> next(long after, int max) {
        if (max < 1 || max > MAX_EVENTS) {
            throw new IllegalArgumentException("max=" + max + " is not within 1.." + MAX_EVENTS);
        }
        check();
        return List.copyOf(store.next(after, max));
    }

    @Override
    public void onCommit(Runnable wake) {
        check();
        this.wake = wake;
    }

    @Override
    public CompletionStage<Void> save(Progress progress, List<? extends Change> changes) {
        List<Change> copy = List.copyOf(changes);
        return store.save(() -> {
            check();
            consumers.save(name, progress, copy);
        });
    }

    @Override
    public void close() {
        synchronized (store) {
            ended();
            consumers.close(this);
        }
    }

    void ended() {
        closed = true;
    }

    void wake() {
        if (!closed) {
            wake.run();
        }
    }

    private void check() {
        if (closed) {
            throw new StoreUnavailableException("consumer " + name + " is closed", false, null);
        }
    }
}
