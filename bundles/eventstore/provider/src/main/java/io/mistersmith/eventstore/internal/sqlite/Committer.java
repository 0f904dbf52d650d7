package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Completions;
import io.mistersmith.eventstore.internal.engine.Guarded;
import io.mistersmith.eventstore.internal.engine.Intake;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, does all of it in one transaction, and after the commit notifies readers
 * first and callers then, on their pool.
 *
 * <p>Nothing that is thrown ends this thread, an interrupt or an {@link Error} included: it ends when the intake is closed.
 * Should it end all the same, it closes the intake and fails every call that waits.
 */
final class Committer {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    /** Calls that a group may lose to their own data before the rest of it fails; each makes it begin again. */
    private static final int MOST_SPOILT = 8;
    /** How soon to try again to get a thread for completions that found none. */
    private static final long STRANDED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Intake<Work<?>> intake;
    private final Database database;
    private final Writer writer;
    private final WriteAheadLog log;
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
            Rows rows,
            Settings settings,
            WriteAheadLog log,
            Completions completions,
            ObjLongConsumer<List<StoredRow>> committed) {
        this.intake = new Intake<>(settings.limits());
        this.database = database;
        this.writer = new Writer(database, rows, settings.streamHeads());
        this.log = log;
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

    /** Whether the intake is closed: nothing is accepted any more. */
    boolean closed() {
        return intake.closed();
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
            while (step()) {}
        } finally {
            log.release();
            tell(intake.close(), new StoreUnavailableException("its committer ended, see the log", false, null));
            tell(
                    inProgress.getAndSet(List.of()),
                    new StoreUnavailableException("its committer ended, see the log", true, null));
            writer.close();
            database.close();
        }
    }

    /** Commits one group, or uses a time of rest; false when the intake is closed and empty. */
    private boolean step() {
        boolean decided = false;
        try {
            List<Work<?>> group =
                    intake.take(Math.min(completions.stranded() ? STRANDED_NANOS : Long.MAX_VALUE, log.idleNanos()));
            completions.retry();
            if (group.isEmpty()) {
                if (intake.closed()) {
                    return false;
                }
                log.idle(writer, meters);
                return true;
            }
            inProgress.set(group);
            commit(group);
            decided = true;
            release(group);
            inProgress.set(List.of());
            log.committed(writer, meters);
        } catch (Throwable e) {
            survive(e, decided);
        }
        return true;
    }

    /** Answers for what was in progress, on this thread if need be: it is that, or callers that wait for ever. */
    private void survive(Throwable e, boolean decided) {
        Guarded.log(() -> LOG.error("The event store's committer met something unexpected and goes on", e));
        try {
            log.release();
            writer.rollback(true);
        } catch (Throwable another) {
            Guarded.log(() -> LOG.error("A transaction could not be rolled back", another));
        }
        for (Work<?> work : inProgress.getAndSet(List.of())) {
            try {
                if (!decided && work.done()) {
                    work.fail(new StoreUnavailableException("the commit failed: " + e.getClass(), true, e));
                }
                answer(work);
            } catch (Throwable another) {
                Guarded.log(() -> LOG.error("A caller could not be notified", another));
            }
        }
    }

    /** Commits a group; when one call spoils it, all but that one. */
    private void commit(List<Work<?>> group) {
        List<Work<?>> rest = new ArrayList<>(group);
        for (int spoilt = 0; ; spoilt++) {
            Work<?> culprit = commit(rest, spoilt == MOST_SPOILT);
            if (culprit == null) {
                return;
            }
            rest.remove(culprit);
        }
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
        } catch (Throwable e) {
            writer.rollback(true);
            Guarded.log(() -> LOG.error("A call within a group of {} failed", works.size(), e));
            EventStoreException why = new StoreUnavailableException("a call failed: " + Guarded.text(e), committing, e);
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
        Guarded.log(() -> LOG.warn("A call was taken out of its group: {}", why.getMessage()));
        work.fail(why);
        return work;
    }

    /** It is on disk, so what is thrown here must not keep it from its callers. */
    private void publish(List<Work<?>> group, List<StoredRow> events, long nanos) {
        try {
            for (Work<?> work : group) {
                if (work.done()) {
                    work.committed();
                }
            }
            committed.accept(events, writer.last());
            meters.committed(events.size(), group.size(), nanos);
        } catch (Throwable e) {
            Guarded.log(() -> LOG.error("Committed {} calls, but notifying a listener failed", group.size(), e));
        }
    }

    private void fail(List<Work<?>> group, EventStoreException why) {
        group.forEach(work -> work.fail(why));
        Guarded.log(() -> LOG.warn("A group of {} calls was not committed: {}", group.size(), why.getMessage()));
        try {
            meters.failed();
        } catch (Throwable e) {
            Guarded.log(() -> LOG.error("A failed group was not counted", e));
        }
    }

    private void tell(List<Work<?>> works, EventStoreException why) {
        works.forEach(work -> work.fail(why));
        release(works);
    }

    private void release(List<Work<?>> works) {
        List<Runnable> told = new ArrayList<>(works.size());
        for (Work<?> work : works) {
            if (work.direct()) {
                answer(work);
            } else {
                told.add(() -> answer(work));
            }
        }
        if (!told.isEmpty()) {
            completions.add(told);
        }
    }

    /** Answers a call once, whoever comes first. */
    private void answer(Work<?> work) {
        if (work.claim()) {
            intake.release(work);
            work.tell();
        }
    }
}
