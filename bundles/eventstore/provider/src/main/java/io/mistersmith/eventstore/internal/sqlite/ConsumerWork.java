package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Settled;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What consumers write. Each kind first looks whether it may, so that one that may not leaves nothing behind. */
final class ConsumerWork {

    /** What a consumer goes on with. */
    record Opened(Progress progress, long epoch) {}

    /** Rows and bytes that are deleted in one transaction; some 10 ms. */
    private static final int SLICE_ROWS = 2_000;

    private static final long SLICE_BYTES = 4L << 20;
    private static final String REMOVED = "#removed:";

    private ConsumerWork() {}

    /** The name that what is left of a removed consumer is under. */
    static String removed(String name) {
        return REMOVED + name;
    }

    /** The removed consumers that have left something. */
    static List<String> removed(Session session) throws SQLException {
        List<String> names = new ArrayList<>();
        String sql = "SELECT name FROM consumers WHERE name >= ? AND name < '#removed;' ORDER BY name";
        try (ResultSet row = session.statement(sql, REMOVED).executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1).substring(REMOVED.length()));
            }
        }
        return names;
    }

    /** Makes a consumer, or takes one over: saves of who had it before are refused from here on. */
    static final class Open extends Work<Opened> {

        private final Settled settled;
        private final String name;
        private final long start;
        private Progress progress = Progress.NONE;

        Open(Settled settled, String name, long start) {
            this.settled = settled;
            this.name = name;
            this.start = start;
        }

        @Override
        Opened run(Writer writer) throws SQLException {
            Session session = writer.session();
            session.update(
                    "INSERT OR IGNORE INTO consumers VALUES (?, ?, '', 0, ?)", name, start, sum(session, start, "", 0));
            long position;
            String above;
            long epoch;
            try (ResultSet row = session.statement(
                            "SELECT " + Rows.CONSUMER_COLUMNS + " FROM consumers WHERE name = ?", name)
                    .executeQuery()) {
                row.next();
                progress = writer.rows().progress(session, row);
                position = row.getLong(2);
                above = row.getString(3);
                epoch = row.getLong(4) + 1;
            }
            session.update(
                    "UPDATE consumers SET epoch = ?, crc = ? WHERE name = ?",
                    epoch,
                    sum(session, position, above, epoch),
                    name);
            return new Opened(progress, epoch);
        }

        private int sum(Session session, long position, String above, long epoch) {
            return Rows.consumerSum(session.checksum(), name, position, above, epoch);
        }

        @Override
        void committed() {
            settled.saved(name, progress);
        }

        @Override
        boolean direct() {
            return true;
        }
    }

    /**
     * Removes a consumer: from here on there is none of this name. What it left is under a name that no consumer can have,
     * until {@link DropSlice} has deleted all of it; a process that dies in between goes on with that when it starts again.
     */
    static final class Remove extends Work<Boolean> {

        private final Settled settled;
        private final String name;

        Remove(Settled settled, String name) {
            this.settled = settled;
            this.name = name;
        }

        @Override
        Boolean run(Writer writer) throws SQLException {
            Session session = writer.session();
            if (session.update("DELETE FROM consumers WHERE name = ?", name) == 0) {
                return false;
            }
            String left = removed(name);
            session.update(
                    "INSERT OR REPLACE INTO consumers VALUES (?, 0, '', 0, ?)",
                    left,
                    Rows.consumerSum(session.checksum(), left, 0, "", 0));
            return true;
        }

        @Override
        void committed() {
            settled.removed(name);
        }

        @Override
        boolean direct() {
            return true;
        }
    }

    /** Deletes a part of what a removed consumer left, so that appends get their turn; true while there is more. */
    static final class DropSlice extends Work<Boolean> {

        private static final String LETTERS = "SELECT position, octet_length(stack) FROM letters WHERE consumer = ?"
                + " ORDER BY position LIMIT " + SLICE_ROWS;
        private static final String OWNED =
                "SELECT projection, version FROM view_owners WHERE consumer = ? ORDER BY projection, version LIMIT 1";
        private static final String ROWS =
                "SELECT key, octet_length(json) FROM views WHERE projection = ? AND version = ?"
                        + " ORDER BY key LIMIT " + SLICE_ROWS;

        private final String name;

        DropSlice(String name) {
            this.name = name;
        }

        @Override
        Boolean run(Writer writer) throws SQLException {
            Session session = writer.session();
            if (session.number(0, "SELECT 1 FROM consumers WHERE name = ?", removed(name)) == 0) {
                return false;
            }
            Object letter = lastOfSlice(session.statement(LETTERS, name));
            if (letter != null) {
                session.update("DELETE FROM letters WHERE consumer = ? AND position <= ?", name, letter);
                return true;
            }
            String projection;
            int version;
            try (ResultSet owned = session.statement(OWNED, name).executeQuery()) {
                if (!owned.next()) {
                    session.update("DELETE FROM consumers WHERE name = ?", removed(name));
                    return false;
                }
                projection = owned.getString(1);
                version = owned.getInt(2);
            }
            Object key = lastOfSlice(session.statement(ROWS, projection, version));
            if (key != null) {
                session.update(
                        "DELETE FROM views WHERE projection = ? AND version = ? AND key <= ?",
                        projection,
                        version,
                        key);
            } else {
                session.update(
                        "DELETE FROM view_owners WHERE consumer = ? AND projection = ? AND version = ?",
                        name,
                        projection,
                        version);
            }
            return true;
        }

        /** The key of the last row that fits in a slice; null if there are no rows. */
        private static @Nullable Object lastOfSlice(PreparedStatement query) throws SQLException {
            Object last = null;
            long bytes = 0;
            try (ResultSet row = query.executeQuery()) {
                while (bytes < SLICE_BYTES && row.next()) {
                    last = row.getObject(1);
                    bytes += row.getLong(2);
                }
            }
            return last;
        }

        @Override
        boolean direct() {
            return true;
        }
    }

    /** Saves progress and changes. */
    static final class Save extends Work<Boolean> {

        private static final String CHECKPOINT =
                "UPDATE consumers SET position = ?, above = ?, crc = ? WHERE name = ? AND epoch = ?";
        private static final String PARK = "INSERT OR REPLACE INTO letters (" + Rows.LETTER_COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

        private final Settled settled;
        private final String name;
        private final long epoch;
        private final Progress progress;
        private final List<Change> changes;
        private final long bytes;

        Save(Settled settled, String name, long epoch, Progress progress, List<? extends Change> changes) {
            this.settled = settled;
            this.name = name;
            this.epoch = epoch;
            this.progress = Objects.requireNonNull(progress, "progress");
            this.changes = List.copyOf(changes);
            this.bytes = this.changes.stream().mapToLong(Save::bytesOf).sum();
        }

        private static long bytesOf(Change change) {
            if (change instanceof Change.PutView put) {
                return (long) put.key().length()
                        + (put.json() == null ? 0 : put.json().length());
            }
            return change instanceof Change.Park park ? park.letter().stack().length() : 0;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        Boolean run(Writer writer) throws SQLException {
            Session session = writer.session();
            String above = Rows.above(progress);
            int sum = Rows.consumerSum(session.checksum(), name, progress.position(), above, epoch);
            if (session.update(CHECKPOINT, progress.position(), above, sum, name, epoch) == 0) {
                throw new StoreUnavailableException(
                        "consumer " + name + " was removed or opened by another owner", false, null);
            }
            for (Change change : changes) {
                if (change instanceof Change.Park park) {
                    park(session, park.letter());
                } else if (change instanceof Change.Unpark unpark) {
                    session.update("DELETE FROM letters WHERE consumer = ? AND position = ?", name, unpark.position());
                } else if (change instanceof Change.PutView put) {
                    put(session, put);
                }
            }
            return true;
        }

        @Override
        void committed() {
            settled.saved(name, progress);
        }

        private void park(Session session, DeadLetter letter) throws SQLException {
            String first = letter.first().toString();
            String last = letter.last().toString();
            session.update(
                    PARK,
                    name,
                    letter.position(),
                    letter.eventId(),
                    letter.type(),
                    letter.subject(),
                    letter.waiting() ? 1 : 0,
                    letter.attempts(),
                    letter.cause(),
                    letter.stack(),
                    first,
                    last,
                    letter.bundle(),
                    Rows.letterSum(
                            session.checksum(),
                            name,
                            letter.position(),
                            letter.eventId(),
                            letter.type(),
                            letter.subject(),
                            letter.waiting(),
                            letter.attempts(),
                            letter.cause(),
                            letter.stack(),
                            first,
                            last,
                            letter.bundle()));
        }

        private void put(Session session, Change.PutView put) throws SQLException {
            if (put.json() == null) {
                session.update(
                        "DELETE FROM views WHERE projection = ? AND version = ? AND key = ?",
                        put.projection(),
                        put.version(),
                        put.key());
                return;
            }
            int sum = Rows.viewSum(session.checksum(), put.projection(), put.version(), put.key(), put.json());
            int known = session.update(
                    "UPDATE views SET json = ?, crc = ? WHERE projection = ? AND version = ? AND key = ?",
                    put.json(),
                    sum,
                    put.projection(),
                    put.version(),
                    put.key());
            if (known == 0) {
                session.update(
                        "INSERT INTO views (" + Rows.VIEW_COLUMNS + ") VALUES (?, ?, ?, ?, ?)",
                        put.projection(),
                        put.version(),
                        put.key(),
                        put.json(),
                        sum);
                session.update(
                        "INSERT OR IGNORE INTO view_owners VALUES (?, ?, ?)", name, put.projection(), put.version());
            }
        }
    }
}
