package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Completions;
import io.mistersmith.eventstore.internal.engine.Intake;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, does all of it in one transaction, and after the commit tells readers
 * first and callers then, on their pool.
 */
final class Committer {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    /** Calls that a group may lose to their own data before all that is left of it fails; each makes it begin anew. */
    private static final int MOST_SPOILT = 8;

    private final Intake<Work<?>> intake;
    private final Database database;
    private final Writer writer;
    private final Completions completions;
    private final ObjLongConsumer<List<StoredRow>> committed;
    private final Thread thread;
    /** What is being committed, so that closing can answer for it should the disk never do. */
    private final AtomicReference<List<Work<?>>> inProgress = new AtomicReference<>(List.of());

    private volatile StoreMeters meters = StoreMeters.NONE;

    /**
     * Begins at once.
     *
     * @param committed told of the events of each commit, and of the last position, before callers are
     */
    Committer(
            Database database,
            PayloadCodec codec,
            Settings settings,
            Completions completions,
            ObjLongConsumer<List<StoredRow>> committed) {
        this.intake = new Intake<>(settings.limits());
        this.database = database;
        this.writer = new Writer(database, codec, settings.streamHeads());
        this.completions = completions;
        this.committed = committed;
        this.thread = new Thread(this::run, "smith-store-committer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    void meters(StoreMeters now) {
        meters = now;
    }

    StoreMeters meters() {
        return meters;
    }

    void limits(Intake.Limits limits) {
        intake.limits(limits);
    }

    Intake.Answer offer(Work<?> work) {
        return intake.offer(work);
    }

    int waitingEvents() {
        return intake.heldEvents();
    }

    /**
     * Ends after the commit in progress. What was not begun fails; what was and does not end in time fails with an unknown
     * outcome.
     */
    void close(long millis) {
        List<Work<?>> left = intake.close();
        tell(left, new StoreUnavailableException("closed before this was begun", false, null));
        boolean interrupted = false;
        try {
            thread.join(Math.max(1, millis));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            LOG.error("The event store's disk did not finish a commit within {} ms of closing", millis);
            tell(
                    inProgress.getAndSet(List.of()),
                    new StoreUnavailableException("closed during a commit that did not end", true, null));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (List<Work<?>> group = intake.take(); !group.isEmpty(); group = intake.take()) {
                inProgress.set(group);
                commit(group);
            }
        } catch (InterruptedException e) {
            // Nobody but a debugger interrupts this thread; it must not go on as if nothing were.
            tell(intake.close(), new StoreUnavailableException("its committer was interrupted", false, e));
        } finally {
            writer.close();
            database.close();
        }
    }

    /** Commits a group; when one call spoils it, all but that one. */
    private void commit(List<Work<?>> group) {
        List<Work<?>> rest = new ArrayList<>(group);
        for (int spoilt = 0; ; spoilt++) {
            Work<?> culprit = commit(rest, spoilt == MOST_SPOILT);
            if (culprit == null) {
                break;
            }
            rest.remove(culprit);
        }
        release(group);
    }

    /** Does all of these calls in one transaction, unless it gives the one that spoiled it. */
    private @Nullable Work<?> commit(List<Work<?>> works, boolean whole) {
        long begin = System.nanoTime();
        Work<?> current = null;
        boolean committing = false;
        List<StoredRow> events;
        try {
            writer.begin();
            for (Work<?> work : works) {
                current = work;
                work.attempt(writer);
            }
            current = null;
            committing = true;
            events = writer.commit();
        } catch (SQLException e) {
            writer.rollback(Faults.breaksConnection(e));
            EventStoreException why = database.faults().of(e, committing);
            if (current != null && !whole && Faults.isOfOneCall(e)) {
                return spoilt(current, why);
            }
            fail(works, why);
            return null;
        } catch (RuntimeException | Error e) {
            writer.rollback(true);
            LOG.error("A call within a group of {} failed", works.size(), e);
            EventStoreException why = new StoreUnavailableException("a call failed: " + e, committing, e);
            if (current != null && !whole) {
                return spoilt(current, why);
            }
            fail(works, why);
            return null;
        }
        publish(works, events, System.nanoTime() - begin);
        return null;
    }

    private static Work<?> spoilt(Work<?> work, EventStoreException why) {
        LOG.warn("A call was taken out of its group: {}", why.getMessage());
        work.fail(why);
        return work;
    }

    /** It is on disk, so whatever throws here must not keep it from its callers, nor end this thread. */
    private void publish(List<Work<?>> group, List<StoredRow> events, long nanos) {
        try {
            for (Work<?> work : group) {
                if (work.done()) {
                    work.committed();
                }
            }
            committed.accept(events, writer.last());
            meters.committed(events.size(), group.size(), nanos);
        } catch (RuntimeException | Error e) {
            LOG.error("A commit of {} calls was not told to everybody", group.size(), e);
        }
    }

    private void fail(List<Work<?>> group, EventStoreException why) {
        LOG.warn("A group of {} calls was not committed: {}", group.size(), why.getMessage());
        group.forEach(work -> work.fail(why));
        try {
            meters.failed();
        } catch (RuntimeException | Error e) {
            LOG.error("A failed group was not counted", e);
        }
    }

    private void tell(List<Work<?>> works, EventStoreException why) {
        works.forEach(work -> work.fail(why));
        release(works);
    }

    private void release(List<Work<?>> works) {
        inProgress.set(List.of());
        List<Runnable> told = new ArrayList<>(works.size());
        for (Work<?> work : works) {
            if (work.direct()) {
                intake.release(work);
                work.tell();
            } else {
                told.add(() -> {
                    intake.release(work);
                    work.tell();
                });
            }
        }
        if (!told.isEmpty()) {
            completions.add(told);
        }
    }
}
