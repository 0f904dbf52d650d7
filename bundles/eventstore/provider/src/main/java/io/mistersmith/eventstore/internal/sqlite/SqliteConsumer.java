package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumer;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.internal.engine.Settled;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One open consumer. Whoever opens the same name later has a higher epoch, which refuses this one's saves. */
final class SqliteConsumer implements Consumer {

    private static final int MAX_EVENTS = 4_000;

    private final SqliteEventStore store;
    private final SqliteConsumers consumers;
    private final Settled settled;
    private final String name;
    private volatile long epoch;
    private volatile boolean closed;
    private volatile @Nullable Runnable wake;

    SqliteConsumer(SqliteEventStore store, SqliteConsumers consumers, Settled settled, String name) {
        this.store = store;
        this.consumers = consumers;
        this.settled = settled;
        this.name = name;
    }

    void begin(ConsumerWork.Opened opened) {
        epoch = opened.epoch();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Progress progress() {
        checkOpen();
        Progress progress = settled.of(name);
        return progress == null ? Progress.NONE : progress;
    }

    @Override
    public List<DeadLetter> letters() {
        checkOpen();
        return consumers.lettersWithoutTexts(name);
    }

    @Override
    public List<StoredEvent> next(long after, int max) {
        if (max < 1 || max > MAX_EVENTS) {
            throw new IllegalArgumentException("max=" + max + " is not within 1.." + MAX_EVENTS);
        }
        checkOpen();
        return store.next(after, max);
    }

    @Override
    public void onCommit(Runnable code) {
        checkOpen();
        wake = code;
    }

    @Override
    public CompletionStage<Void> save(Progress progress, List<? extends Change> changes) {
        checkOpen();
        return store.submit(new ConsumerWork.Save(settled, name, epoch, progress, changes))
                .thenAccept(saved -> {});
    }

    @Override
    public void close() {
        closed = true;
        wake = null;
        consumers.closed(this);
    }

    void wake() {
        Runnable code = wake;
        if (code != null) {
            code.run();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreUnavailableException("consumer " + name + " is closed", false, null);
        }
        store.checkOpen();
    }
}
