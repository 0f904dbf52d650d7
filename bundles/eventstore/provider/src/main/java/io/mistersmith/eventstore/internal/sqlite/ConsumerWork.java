package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Settled;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** What consumers write. Each kind first looks whether it may, so that one that may not leaves nothing behind. */
final class ConsumerWork {

    /** What a consumer goes on with. */
    record Opened(Progress progress, long epoch) {}

    private ConsumerWork() {}

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
            session.update("INSERT OR IGNORE INTO consumers VALUES (?, ?, '', 0, ?)", name, start, sum(session, start, "", 0));
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

    /** Removes a consumer with its letters and view rows. */
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
            session.update("DELETE FROM letters WHERE consumer = ?", name);
            session.update(
                    "DELETE FROM views WHERE (projection, version) IN"
                            + " (SELECT projection, version FROM view_owners WHERE consumer = ?)",
                    name);
            session.update("DELETE FROM view_owners WHERE consumer = ?", name);
            return session.update("DELETE FROM consumers WHERE name = ?", name) > 0;
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

        Save(Settled settled, String name, long epoch, Progress progress, List<? extends Change> changes) {
            this.settled = settled;
            this.name = name;
            this.epoch = epoch;
            this.progress = Objects.requireNonNull(progress, "progress");
            this.changes = List.copyOf(changes);
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
