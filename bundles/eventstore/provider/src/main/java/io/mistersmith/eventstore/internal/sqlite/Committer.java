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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, does all of it in one transaction, and after the commit tells readers
 * first and callers then, on their pool.
 */
final class Committer {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

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

    private void commit(List<Work<?>> group) {
        long begin = System.nanoTime();
        boolean committing = false;
        List<StoredRow> events;
        try {
            writer.begin();
            for (Work<?> work : group) {
                work.attempt(writer);
            }
            committing = true;
            events = writer.commit();
        } catch (SQLException e) {
            writer.rollback(Faults.breaksConnection(e));
            fail(group, database.faults().of(e, committing));
            return;
        } catch (RuntimeException | Error e) {
            writer.rollback(true);
            LOG.error("A group of {} calls failed", group.size(), e);
            fail(group, new StoreUnavailableException("a group failed: " + e, committing, e));
            return;
        }
        publish(group, events, System.nanoTime() - begin);
        release(group);
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
        release(group);
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
