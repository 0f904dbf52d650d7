package io.mistersmith.eventstore.internal;

import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.StoreInfo;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.engine.MissingEventsException;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.eventstore.internal.sqlite.IntegrityInfo;
import io.mistersmith.eventstore.internal.sqlite.Settings;
import io.mistersmith.eventstore.internal.sqlite.SqliteEventStore;
import java.util.Locale;
import java.util.Optional;
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
    interface Opener {

        /**
         * Opens it.
         *
         * @param accepted a loss of acknowledged events to go on with; null: none
         */
        SqliteEventStore open(Settings settings, @Nullable Loss accepted);
    }

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
            open(null);
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

    /** Why the write-ahead log is above its bound, with its size; empty when it is not, or the store is not open. */
    Optional<String> logProblem() {
        SqliteEventStore open = store;
        return open == null || !open.logTooLong()
                ? Optional.empty()
                : Optional.of((open.logBytes() >> 20) + " MiB and cannot be emptied: " + open.logProblem());
    }

    /** Position of the last event; 0 when closed. */
    long head() {
        SqliteEventStore open = store;
        return open == null ? 0 : open.integrity().head();
    }

    /** Whether it could not be opened, so that somebody must act. */
    boolean refused() {
        return store == null && failure != null;
    }

    /** Whether the store is open. */
    boolean open() {
        return store != null;
    }

    /** The integrity of the open store; empty when it is not open. */
    Optional<IntegrityInfo> integrity() {
        SqliteEventStore open = store;
        return open == null ? Optional.empty() : Optional.of(open.integrity());
    }

    /** Which acknowledged events keep the store from being opened; empty when none do. */
    Optional<Loss> loss() {
        return failure instanceof MissingEventsException missing ? Optional.of(missing.loss()) : Optional.empty();
    }

    /** Tries to open the store if it is not open; at most once per second. */
    void retry() {
        if (store == null) {
            try {
                openAgain();
            } catch (EventStoreException e) {
                LOG.debug("The store is still not open", e); // what is wrong was logged, and missing() says it
            }
        }
    }

    /**
     * Opens the store without the acknowledged events that are missing.
     *
     * @param events how many the caller believes are missing
     * @throws IllegalArgumentException if that is not how many are, or none are; nothing is changed then
     * @throws EventStoreException if the store cannot be opened for another reason
     */
    synchronized Loss acceptLoss(long events) {
        Loss loss = currentLoss();
        if (loss.count() != events) {
            throw new IllegalArgumentException(
                    loss.count() + " events are missing, not " + events + ": store:accept-loss " + loss.count());
        }
        open(loss);
        openAgain();
        return loss;
    }

    /**
     * What is missing now, after the files were looked at again.
     *
     * @throws IllegalArgumentException if nothing is
     */
    synchronized Loss currentLoss() {
        if (store == null && !closed) {
            open(null);
        }
        return loss().orElseThrow(() -> new IllegalArgumentException(
                store != null
                        ? "The store is open, and no acknowledged event is missing"
                        : "The store is not open for another reason: " + summary()));
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
            open(null);
        }
        SqliteEventStore open = store;
        if (open != null) {
            return open;
        }
        EventStoreException why = failure;
        throw why != null ? why : new StoreUnavailableException("closed", false, null);
    }

    private void open(@Nullable Loss accepted) {
        triedAt = nanos.getAsLong();
        try {
            SqliteEventStore open = opener.open(settings, accepted);
            open.meters(meters);
            store = open;
            failure = null;
            if (!settings.synchronous()) {
                LOG.warn("synchronous=OFF in etc/{}.cfg: events are lost when the power goes", StoreConfig.PID);
            }
        } catch (EventStoreException e) {
            if (failure == null || !String.valueOf(failure.getMessage()).equals(e.getMessage())) {
                LOG.error("{}", e.getMessage());
            }
            failure = e;
        }
    }
}
