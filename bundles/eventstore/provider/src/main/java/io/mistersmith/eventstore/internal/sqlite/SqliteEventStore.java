package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadException;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.EventStore;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.StoreInfo;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.StoredEvents;
import io.mistersmith.eventstore.internal.engine.Completions;
import io.mistersmith.eventstore.internal.engine.Envelopes;
import io.mistersmith.eventstore.internal.engine.Intake;
import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.engine.MissingEventsException;
import io.mistersmith.eventstore.internal.engine.NewRow;
import io.mistersmith.eventstore.internal.engine.RecentEvents;
import io.mistersmith.eventstore.internal.engine.Settled;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event store on one SQLite file.
 *
 * <p>Positions have no holes here but those of events that were lost and given up: one thread gives them, within the
 * transaction, and nothing is deleted. So a hole shows damage.
 */
public final class SqliteEventStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEventStore.class);
    private static final int CALLBACK_TASKS = 4;
    private static final long WRITE_SECONDS = 30;

    private final String name;
    private final Database database;
    private final Envelopes envelopes;
    private final Completions completions;
    private final Readers readers;
    private final Rows rows;
    private final RecentEvents recent;
    private final Settled settled = new Settled();
    private final SqliteConsumers consumers;
    private final WriteAheadLog log;
    private final Committer committer;
    private final Settings opened;
    private volatile Settings settings;
    private volatile long head;
    private volatile boolean closed;
    private volatile @Nullable String forgetting; // written by the committer's thread

    /**
     * Opens the file, and makes it if there is none.
     *
     * @param callbacks runs callers' code; may refuse, then another thread does
     * @throws StoreUnavailableException if the file is in use, damaged, of a newer schema, or cannot be opened
     * @throws StoreFullException if the disk is full
     */
    public SqliteEventStore(Path file, Settings settings, PayloadCodec codec, Executor callbacks, Clock clock) {
        this(file, file.toString(), settings, codec, callbacks, clock, null);
    }

    /**
     * Opens the file, and makes it if there is none.
     *
     * @param name of the file for display
     * @param accepted a loss of acknowledged events to go on with; null: none
     * @throws MissingEventsException if acknowledged events are missing and that is not exactly what was accepted; nothing
     *     was changed then
     */
    public SqliteEventStore(
            Path file,
            String name,
            Settings settings,
            PayloadCodec codec,
            Executor callbacks,
            Clock clock,
            @Nullable Loss accepted) {
        this.name = name;
        this.opened = settings;
        this.settings = settings;
        this.envelopes = new Envelopes(codec, clock);
        this.completions = new Completions(callbacks, CALLBACK_TASKS);
        this.recent = new RecentEvents(settings.recentEvents(), settings.recentBytes());
        this.database = Database.open(file, name, settings, accepted);
        this.rows = new Rows(codec, name, database.facts(), database.faults());
        this.readers = new Readers(database, settings.readers());
        boolean opened = false;
        try {
            this.head = readers.read(session -> session.number(0, "SELECT max(position) FROM events"));
            this.consumers = new SqliteConsumers(this, readers, rows, settled);
            opened = true;
        } finally {
            if (!opened) {
                readers.close();
                database.close();
            }
        }
        log = new WriteAheadLog(file, readers);
        committer = new Committer(database, rows, settings, log, completions, this::committed);
        consumers.dropRemoved();
    }

    /** The store as one bundle sees it: its name is the source of events that name none. */
    public EventStore as(String source) {
        return new SourceView(this, source);
    }

    /** Named readers of this store. */
    public Consumers consumers() {
        return consumers;
    }

    /**
     * Changes what can change while it is open: the queue's limits, the group's size, the fill wait and the largest event.
     *
     * @return whether that was all; else the rest takes effect when the store is opened again
     */
    public boolean settings(Settings now) {
        settings = now;
        committer.limits(now.limits());
        return opened.changesLive(now);
    }

    /** Where the engine tells what it does. */
    public void meters(StoreMeters meters) {
        committer.meters(meters);
    }

    /** Whether it stopped working without having been closed, so that it must be opened again. */
    public boolean broken() {
        return committer.closed() && !closed;
    }

    /** Size of the write-ahead log, which holds what is not yet written back to the database file. */
    public long logBytes() {
        return log.bytes();
    }

    /** Why the write-ahead log could not be emptied the last time it was due; null if it could. */
    public @Nullable String logProblem() {
        return log.problem();
    }

    /** Whether the write-ahead log is above its bound because it cannot be emptied. */
    public boolean logTooLong() {
        return log.problem() != null && log.bytes() > WriteAheadLog.BOUND_BYTES;
    }

    /** Events whose callers were not told yet. */
    public int waitingEvents() {
        return committer.waitingEvents();
    }

    /** The pool of callbacks was replaced or closed, perhaps with callbacks that it had taken. */
    public void callbacksReplaced() {
        completions.renew();
    }

    /** What {@link EventStore#info} says. */
    public StoreInfo info() {
        checkOpen();
        return new StoreInfo(
                "SQLite", name, opened.synchronous(), database.facts().events(head));
    }

    /** Reads everything and compares it with its checksums; takes as long as that takes, while the store goes on. */
    public VerifyReport verify() {
        checkOpen();
        return new Verification(database, readers, rows, head).run();
    }

    /**
     * Gives up a damaged event, or a damaged dead letter, without a backup; see {@link GiveUp}.
     *
     * @param consumer whose letter at the position; null: the event
     * @param dryRun only look
     * @return whether it is damaged, or missing; if it is not, nothing is changed
     */
    public boolean giveUp(long position, @Nullable String consumer, boolean dryRun) {
        NewEvent<?> marker =
                NewEvent.json(GiveUp.TYPE, "{\"position\":" + position + "}").withId("lost-" + position);
        NewRow row = envelopes
                .encode("mistersmith", "lost-" + position, List.of(marker), settings.eventBytes())
                .get(0);
        boolean found = write(new GiveUp(position, consumer, row, dryRun));
        if (found && !dryRun) {
            LOG.warn(
                    "{} goes on without {} {}, by store:give-up",
                    name,
                    consumer == null ? "event" : "the letter of " + consumer + " at",
                    position);
            consumers.wake();
        }
        return found;
    }

    /** What is known of the integrity of the store. */
    public IntegrityInfo integrity() {
        StoreFacts facts = database.facts();
        return new IntegrityInfo(
                facts.store(),
                head,
                facts.unchecked(),
                facts.lost(),
                database.remembered(),
                forgetting,
                rows.damaged(),
                rows.damagedSinceVerified());
    }

    /** The streams whose names begin with a prefix, by name, at most so many, with the version of their last event. */
    public List<StreamHead> streams(String prefix, String after, int limit) {
        checkOpen();
        return StreamHead.list(readers, prefix, after, limit);
    }

    /** Ends after the commit in progress, waiting for it only so long as the settings say. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        settled.close();
        readers.close();
        committer.close(settings.close().toMillis());
        completions.leavePool(); // which drops what this bundle gave it once the bundle has stopped
    }

    CompletionStage<List<Receipt>> append(
            String source, @Nullable String stream, Expected expected, List<?> payloadsOrEvents) {
        List<NewRow> rows;
        try {
            rows = envelopes.encode(source, stream, payloadsOrEvents, settings.eventBytes());
        } catch (PayloadException | EventStoreException e) {
            return CompletableFuture.failedStage(e);
        }
        return submit(new AppendWork(envelopes.codec(), expected, rows));
    }

    StoredEvents read(Read query) {
        checkOpen();
        return new Pages(readers, rows, this::head, query);
    }

    long head() {
        checkOpen();
        return head;
    }

    boolean await(String consumer, long position, Duration timeout) throws InterruptedException {
        return settled.await(consumer, position, timeout);
    }

    List<StoredEvent> next(long after, int max) {
        long last = head;
        if (after >= last) {
            return List.of();
        }
        List<StoredEvent> events = recent.after(after, max, Pages.PAGE_BYTES);
        return events != null ? events : nextFromDatabase(after, last, max);
    }

    /** The next events, however new they are, from the file. */
    List<StoredEvent> nextFromDatabase(long after, long last, int max) {
        return Pages.next(readers, rows, after, last, max);
    }

    /** Queues work for the committer. */
    <R> CompletableFuture<R> submit(Work<R> work) {
        Intake.Answer answer = committer.offer(work);
        if (answer == Intake.Answer.TAKEN) {
            return work.future();
        }
        if (answer == Intake.Answer.CLOSED) {
            return CompletableFuture.failedFuture(
                    new StoreUnavailableException(closed ? "closed" : "its committer ended, see the log", false, null));
        }
        committer.meters().refused();
        if (work.events() == 0) {
            return CompletableFuture.failedFuture(
                    new StoreUnavailableException("too many saves of consumers wait for the disk", false, null));
        }
        throw new StoreFullException("queue.capacity=" + settings.queueEvents() + " events, queue.bytes="
                + settings.queueBytes() + ", waiting=" + committer.waitingEvents()
                + " events. Wait for earlier appends to complete");
    }

    /** Does work and waits for it. */
    <R> R write(Work<R> work) {
        try {
            return submit(work).get(WRITE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EventStoreException typed) {
                throw typed;
            }
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("no answer from the disk within " + WRITE_SECONDS + " s", true, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the disk", true, e);
        }
    }

    /** Every statement that was prepared so far. */
    Set<String> statements() {
        return database.statements();
    }

    void checkOpen() {
        if (closed) {
            throw new StoreUnavailableException("closed", false, null);
        }
    }

    /**
     * On the committer's thread, after a commit and before its callers are told.
     *
     * @param last position of the last event in the database. It may be above what was known here: a commit that the disk
     *     failed at, so that its outcome was unknown, may have been kept
     */
    private void committed(List<StoredRow> events, long last) {
        remember(last);
        if (!events.isEmpty()) {
            recent.add(events.get(0).position() - 1, events);
        }
        if (last > head) {
            head = last;
            consumers.wake();
        }
    }

    /**
     * On the committer's thread. A watermark that cannot be written only weakens what the next start can notice, so the
     * commit stands and the failure is shown.
     */
    private void remember(long last) {
        try {
            database.watermark().advance(last);
            forgetting = null;
        } catch (IOException e) {
            if (forgetting == null) {
                LOG.warn("The watermark beside {} cannot be written: {}", name, e.toString());
            }
            forgetting = e.toString();
        }
    }
}
