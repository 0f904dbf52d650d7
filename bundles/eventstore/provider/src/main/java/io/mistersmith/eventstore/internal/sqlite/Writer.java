package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.internal.engine.HeaderText;
import io.mistersmith.eventstore.internal.engine.NewRow;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes, and what is known of streams without asking it. Used by the committer's thread only.
 *
 * <p>What is kept in memory is only ever what the database holds: after a transaction that did not commit, all of it is
 * forgotten and read again.
 */
final class Writer {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final String INSERT = "INSERT INTO events (" + Rows.EVENT_COLUMNS
            + ", key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** A stored event as far as the idempotency check needs it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Known(
            long position,
            String stream,
            long version,
            String source,
            String id,
            String type,
            @Nullable String subject,
            byte[] payload) {}

    private final Database database;
    private final Rows rows;
    private final Map<String, Long> heads;
    private final List<StoredRow> inserted = new ArrayList<>();
    private @Nullable Session session;
    private long next;
    private long stored;

    Writer(Database database, Rows rows, int keptHeads) {
        this.database = database;
        this.rows = rows;
        this.heads = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > keptHeads;
            }
        };
    }

    /** Begins a transaction; connects first if the last connection broke. */
    void begin() throws SQLException {
        inserted.clear();
        if (session == null) {
            session = database.writer();
            next = 0;
        }
        session.control("BEGIN IMMEDIATE");
        if (next == 0) {
            stored = session.number(0, "SELECT max(position) FROM events");
            next = database.facts().reached(stored) + 1;
        }
    }

    /** Commits; gives the events that are now stored, in their order. */
    List<StoredRow> commit() throws SQLException {
        session().control("COMMIT");
        if (!inserted.isEmpty()) {
            stored = inserted.get(inserted.size() - 1).position();
        }
        return List.copyOf(inserted);
    }

    /** Position of the last event that the database holds; after a commit. */
    long last() {
        return stored;
    }

    /** Undoes the transaction, as far as the database has not, and forgets what was known. */
    void rollback(boolean reconnect) {
        heads.clear();
        inserted.clear();
        next = 0;
        Session current = session;
        if (current == null) {
            return;
        }
        boolean broken = reconnect;
        try {
            current.control("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself after some errors, and says so; a new connection is safe in any case.
            broken = true;
        }
        if (broken) {
            close();
        }
    }

    /**
     * Writes the log back to the database and truncates it; outside a transaction. Waits for no lock.
     *
     * @return false if a reader uses the log, so that it was kept
     */
    boolean truncateLog() throws SQLException {
        if (session == null) {
            session = database.writer();
        }
        Session current = session();
        current.control("PRAGMA busy_timeout=0");
        try {
            return current.number(1, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        } finally {
            current.control("PRAGMA busy_timeout=" + database.busyMillis());
        }
    }

    void close() {
        Session current = session;
        session = null;
        try {
            if (current != null) {
                current.close();
            }
        } catch (SQLException e) {
            LOG.warn("Could not close the event store's writing connection", e);
        }
    }

    Rows rows() {
        return rows;
    }

    Session session() {
        if (session == null) {
            throw new IllegalStateException("no transaction");
        }
        return session;
    }

    /** How many events this transaction has inserted: a mark for {@link #undo}. */
    int mark() {
        return inserted.size();
    }

    /** Version of a stream's last event; 0 when there is none. */
    long head(String stream) throws SQLException {
        Long head = heads.get(stream);
        if (head == null) {
            head = session().number(0, "SELECT max(version) FROM events WHERE stream = ?", stream);
            heads.put(stream, head);
        }
        return head;
    }

    /** Inserts an event at the end of its stream. */
    StoredRow insert(NewRow row) throws SQLException {
        long version = head(row.stream()) + 1;
        Instant time = row.time();
        String headers = HeaderText.write(row.headers());
        PreparedStatement insert = session().statement(INSERT);
        insert.setLong(1, next);
        insert.setString(2, row.stream());
        insert.setLong(3, version);
        insert.setString(4, row.type());
        insert.setInt(5, row.schemaVersion());
        insert.setString(6, row.source());
        insert.setString(7, row.id());
        insert.setLong(8, time.getEpochSecond());
        insert.setInt(9, time.getNano());
        insert.setString(10, row.subject());
        insert.setString(11, row.correlationId());
        insert.setString(12, row.causationId());
        insert.setString(13, row.traceparent());
        insert.setString(14, headers);
        insert.setBytes(15, row.payload());
        insert.setInt(
                16,
                Rows.eventSum(
                        session().checksum(),
                        next,
                        row.stream(),
                        version,
                        row.type(),
                        row.schemaVersion(),
                        row.source(),
                        row.id(),
                        time.getEpochSecond(),
                        time.getNano(),
                        row.subject(),
                        row.correlationId(),
                        row.causationId(),
                        row.traceparent(),
                        headers,
                        row.payload()));
        insert.setBytes(17, row.key());
        insert.executeUpdate();
        StoredRow event = StoredRow.of(rows.codec(), row, version, next);
        next++;
        heads.put(row.stream(), version);
        inserted.add(event);
        return event;
    }

    /** Takes back what this transaction has inserted since a mark. */
    void undo(int mark) throws SQLException {
        if (mark == inserted.size()) {
            return;
        }
        List<StoredRow> back = inserted.subList(mark, inserted.size());
        next = back.get(0).position();
        back.forEach(row -> heads.remove(row.stream()));
        session().update("DELETE FROM events WHERE position >= ?", next);
        back.clear();
    }

    /** The stored event with this key; null if there is none. */
    @Nullable
    Known known(byte[] key) throws SQLException {
        PreparedStatement query = session().statement("SELECT " + Rows.EVENT_COLUMNS + " FROM events WHERE key = ?");
        query.setBytes(1, key);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            StoredRow event = rows.event(session(), row);
            return new Known(
                    event.position(),
                    event.stream(),
                    event.version(),
                    event.source(),
                    event.id(),
                    event.type(),
                    event.subject(),
                    row.getBytes(15));
        }
    }
}
