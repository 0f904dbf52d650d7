package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.internal.engine.NewRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives up one damaged row, so that what stopped at it goes on. A dead letter is deleted. An event is replaced by a marker of
 * type {@link #TYPE}, because positions and versions must have no holes. Gives whether the row is damaged; one that is not, or
 * that never was, is left alone.
 */
final class GiveUp extends Work<Boolean> {

    /** Type of the event in the place of one that was given up. */
    static final String TYPE = "event.lost";

    private static final String REPLACE = "INSERT OR REPLACE INTO events (" + Rows.EVENT_COLUMNS
            + ", key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final long position;
    private final @Nullable String consumer;
    private final NewRow marker;
    private final boolean dryRun;

    /** @param consumer whose letter at the position is given up; null: the event */
    GiveUp(long position, @Nullable String consumer, NewRow marker, boolean dryRun) {
        this.position = position;
        this.consumer = consumer;
        this.marker = marker;
        this.dryRun = dryRun;
    }

    @Override
    Boolean run(Writer writer) throws SQLException {
        return consumer == null ? event(writer.session(), writer.rows()) : letter(writer.session(), writer.rows());
    }

    private boolean letter(Session session, Rows rows) throws SQLException {
        try (ResultSet row = session.statement(
                        "SELECT " + Rows.LETTER_COLUMNS + " FROM letters WHERE consumer = ? AND position = ?",
                        consumer,
                        position)
                .executeQuery()) {
            if (!row.next() || isWhole(() -> rows.letter(session, row))) {
                return false;
            }
        }
        if (!dryRun) {
            session.update("DELETE FROM letters WHERE consumer = ? AND position = ?", consumer, position);
        }
        return true;
    }

    private boolean event(Session session, Rows rows) throws SQLException {
        String stream = marker.stream();
        long version = 1;
        try (ResultSet row = session.statement(
                        "SELECT " + Rows.EVENT_COLUMNS + " FROM events WHERE position = ?", position)
                .executeQuery()) {
            if (!row.next()) {
                if (position < 1
                        || position > session.number(0, "SELECT max(position) FROM events")
                        || rows.isLost(position)) {
                    return false;
                }
            } else if (isWhole(() -> rows.event(session, row))) {
                return false;
            } else if (holds(session, row.getString(2), row.getLong(3))) {
                stream = row.getString(2);
                version = row.getLong(3);
            }
        }
        if (!dryRun) {
            replace(session, stream, version);
        }
        return true;
    }

    /** Whether this place in a stream is that of the position: damage may have put the event in the place of another. */
    private boolean holds(Session session, String stream, long version) throws SQLException {
        return session.number(0, "SELECT position FROM events WHERE stream = ? AND version = ?", stream, version)
                == position;
    }

    private void replace(Session session, String stream, long version) throws SQLException {
        Instant time = marker.time();
        int sum = Rows.eventSum(
                session.checksum(),
                position,
                stream,
                version,
                marker.type(),
                marker.schemaVersion(),
                marker.source(),
                marker.id(),
                time.getEpochSecond(),
                time.getNano(),
                null,
                null,
                null,
                null,
                null,
                marker.payload());
        session.update(
                REPLACE,
                position,
                stream,
                version,
                marker.type(),
                marker.schemaVersion(),
                marker.source(),
                marker.id(),
                time.getEpochSecond(),
                time.getNano(),
                null,
                null,
                null,
                null,
                null,
                marker.payload(),
                sum,
                marker.key());
    }

    private interface Reading {
        Object read() throws SQLException;
    }

    private static boolean isWhole(Reading reading) throws SQLException {
        try {
            Object unused = reading.read();
            return true;
        } catch (StoreDamagedException e) {
            return false;
        }
    }

    @Override
    boolean direct() {
        return true;
    }
}
