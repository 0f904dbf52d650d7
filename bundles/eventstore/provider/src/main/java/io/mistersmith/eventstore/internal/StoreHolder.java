package io.mistersmith.eventstore.internal;

import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.StoreInfo;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.eventstore.internal.sqlite.Settings;
import io.mistersmith.eventstore.internal.sqlite.SqliteEventStore;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one store, open or not. When it cannot be opened, every call says why, and one call per second tries again; so a file
 * that is in use, or a full disk, needs no restart.
 */
final class StoreHolder implements AutoCloseable {

    /** Opens a store. */
    interface Opener extends Function<Settings, SqliteEventStore> {}

    private static final Logger LOG = LoggerFactory.getLogger(StoreHolder.class);
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Opener opener;
    private final LongSupplier nanos;
    private volatile @Nullable SqliteEventStore store; // written under this, as all below
    private volatile @Nullable EventStoreException failure;
    private Settings settings;
    private StoreMeters meters = StoreMeters.NONE;
    private long triedAt;
    private boolean closed;

    /** Tries to open at once. */
    StoreHolder(Settings settings, Opener opener, LongSupplier nanos) {
        this.settings = settings;
        this.opener = opener;
        this.nanos = nanos;
        synchronized (this) {
            open();
        }
    }

    /**
     * The open store.
     *
     * @throws EventStoreException that says why it is not open
     */
    SqliteEventStore store() {
        SqliteEventStore open = store;
        return open != null && !open.broken() ? open : openAgain();
    }

    /** What the start-up summary says of the store. */
    String summary() {
        SqliteEventStore open = store;
        EventStoreException why = failure;
        if (open == null) {
            return why == null ? "closed" : "not open: " + why.getMessage();
        }
        StoreInfo info = open.info();
        return String.format(
                Locale.ROOT,
                "%s %s, %s, %,d %s",
                info.engine(),
                info.location(),
                info.durable()
                        ? "every acknowledgement on disk"
                        : "synchronous=OFF: events are lost when the power goes",
                info.events(),
                info.events() == 1 ? "event" : "events");
    }

    /** Why the container is not ready; empty when the store is open. */
    Optional<String> missing() {
        SqliteEventStore open = store;
        if (open != null && open.broken()) {
            return Optional.of("stopped working, is opened again by the next call");
        }
        return open != null ? Optional.empty() : Optional.of(summary());
    }

    /** Replaces the settings as far as they can change now. */
    synchronized void settings(Settings now) {
        settings = now;
        SqliteEventStore open = store;
        if (open == null) {
            openAgain();
        } else if (!open.settings(now)) {
            LOG.warn("Changed keys of etc/{}.cfg that say so take effect at the next start", StoreConfig.PID);
        }
    }

    synchronized void meters(StoreMeters now) {
        meters = now;
        SqliteEventStore open = store;
        if (open != null) {
            open.meters(now);
        }
    }

    /** Events whose callers were not told yet; 0 when closed. */
    int waitingEvents() {
        SqliteEventStore open = store;
        return open == null ? 0 : open.waitingEvents();
    }

    /** Size of the write-ahead log; 0 when closed. */
    long logBytes() {
        SqliteEventStore open = store;
        return open == null ? 0 : open.logBytes();
    }

    /** Position of the last event; 0 when closed. */
    long head() {
        SqliteEventStore open = store;
        return open == null ? 0 : open.info().events();
    }

    void poolReplaced() {
        SqliteEventStore open = store;
        if (open != null) {
            open.callbacksReplaced();
        }
    }

    @Override
    public void close() {
        SqliteEventStore open;
        synchronized (this) {
            closed = true;
            open = store;
            store = null;
            failure = null;
        }
        if (open != null) {
            open.close();
        }
    }

    private synchronized SqliteEventStore openAgain() {
        SqliteEventStore broken = store;
        if (broken != null && broken.broken()) {
            broken.close();
            store = null;
        }
        if (store == null && !closed && nanos.getAsLong() - triedAt >= RETRY_NANOS) {
            open();
        }
        SqliteEventStore open = store;
        if (open != null) {
            return open;
        }
        EventStoreException why = failure;
        throw why != null ? why : new StoreUnavailableException("closed", false, null);
    }

    private void open() {
        triedAt = nanos.getAsLong();
        try {
            SqliteEventStore open = opener.apply(settings);
            open.meters(meters);
            store = open;
            failure = null;
            if (!settings.synchronous()) {
                LOG.warn("synchronous=OFF in etc/{}.cfg: events are lost when the power goes", StoreConfig.PID);
            }
        } catch (EventStoreException e) {
            if (failure == null) {
                LOG.error("{}", e.getMessage());
            }
            failure = e;
        }
    }
}
