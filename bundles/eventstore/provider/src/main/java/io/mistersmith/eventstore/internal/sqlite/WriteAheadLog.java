package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.internal.engine.Guarded;
import io.mistersmith.eventstore.internal.engine.StoreMeters;
import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bound on the size of SQLite's write-ahead log (WAL).
 *
 * <p>SQLite writes committed pages back to the database by itself, every {@link #PAGES}, but it begins the log again only when
 * no reader uses it; readers that overlap never let that happen, and the log grows with every commit. So when the file
 * passes {@link #BOUND_BYTES}, and when the store has been at rest, new reads are held back, and as soon as those that run have
 * ended, the log is written back and truncated. Commits go on meanwhile; above {@link #HARD_BYTES} they wait for the reads, a
 * moment each time. If reads do not end soon, or another program reads the file, reads go on and it is tried again after
 * {@link #RETRY_BYTES} more.
 *
 * <p>Used by the committer's thread, between transactions; {@link #bytes} and {@link #problem} by any.
 */
final class WriteAheadLog {

    /** Pages of 4 KiB after which SQLite writes the log back as part of a commit. */
    static final int PAGES = 4_000;
    /** Above this reads are held back. The log of an undisturbed store stays below it. */
    static final long BOUND_BYTES = 24L << 20;
    /** A log of this size may stay when nothing is written. */
    static final long REST_BYTES = 1L << 20;
    /** Nothing was written for this long: the store is at rest. */
    static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final long RETRY_BYTES = 4L << 20;
    /** Above this a commit waits for reads that run. */
    private static final long HARD_BYTES = 40L << 20;
    /** How long reads are held back; a read is one page, so those that run end sooner. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** How long a commit waits for reads. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** How often to look whether the reads have ended when nothing is committed. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final File file;
    private final Readers readers;
    private long dueBytes = BOUND_BYTES;
    private boolean restDue = true; // a killed process may have left a long log
    private boolean pausing;
    private long pausedAt;
    private volatile @Nullable String problem;

    WriteAheadLog(Path database, Readers readers) {
        this.file = new File(database + "-wal");
        this.readers = readers;
    }

    /** Size of the log's file; 0 if there is none. */
    long bytes() {
        return file.length();
    }

    /** Why the log could not be emptied the last time; null if it could. */
    @Nullable
    String problem() {
        return problem;
    }

    /** How long to wait for the next group before {@link #idle} is to be called. */
    long idleNanos() {
        return pausing ? LOOK_NANOS : restDue ? REST_NANOS : Long.MAX_VALUE;
    }

    /** To be called after each commit. */
    void committed(Writer writer, StoreMeters meters) {
        restDue = true;
        long size = bytes();
        if (pausing || size > dueBytes) {
            empty(writer, meters, size, size > HARD_BYTES ? WAIT_NANOS : 0);
        }
    }

    /** To be called when nothing came for {@link #idleNanos}. */
    void idle(Writer writer, StoreMeters meters) {
        long size = bytes();
        if (pausing || size > REST_BYTES) {
            empty(writer, meters, size, 0);
        } else {
            restDue = false;
        }
    }

    /** Lets reads go on; to be called when the committer ends, or met something unexpected. */
    void release() {
        pausing = false;
        readers.resume();
    }

    private void empty(Writer writer, StoreMeters meters, long size, long waitNanos) {
        long begin = System.nanoTime();
        if (!pausing) {
            pausing = true;
            pausedAt = begin;
            readers.pause();
        }
        String why;
        if (readers.awaitNone(waitNanos)) {
            why = truncate(writer);
        } else if (System.nanoTime() - pausedAt < PAUSE_NANOS) {
            return; // commits and running reads go on; the next call looks again
        } else {
            why = "a read did not end within " + TimeUnit.NANOSECONDS.toMillis(PAUSE_NANOS) + " ms";
        }
        release();
        dueBytes = why == null ? BOUND_BYTES : Math.max(BOUND_BYTES, size + RETRY_BYTES);
        report(why, size);
        meters.emptied(why == null, System.nanoTime() - begin);
    }

    private static @Nullable String truncate(Writer writer) {
        try {
            return writer.truncateLog() ? null : "another program reads the file";
        } catch (SQLException e) {
            writer.rollback(Faults.breaksConnection(e));
            return String.valueOf(e.getMessage());
        }
    }

    private void report(@Nullable String why, long size) {
        if (why != null && problem == null && size > BOUND_BYTES) {
            Guarded.log(() -> LOG.warn("{} has {} MiB and cannot be emptied: {}", file, size >> 20, why));
        }
        problem = why;
    }
}
