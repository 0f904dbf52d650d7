package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Loss;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** The tables, and how those of earlier versions become today's. */
final class Schema {

    static final int VERSION = 2;
    /** From this version on a database knows its identity. */
    static final int WITH_IDENTITY = 2;

    private static final int APPLICATION = 0x4d536d31; // "MSm1"

    private static final String[] TABLES = {
        """
        CREATE TABLE events (
          position INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, stream TEXT NOT NULL, version INTEGER NOT NULL,
          type TEXT NOT NULL, schema_version INTEGER NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL,
          time INTEGER NOT NULL, nanos INTEGER NOT NULL, subject TEXT, correlation_id TEXT, causation_id TEXT,
          traceparent TEXT, headers TEXT, payload BLOB NOT NULL, crc INTEGER, UNIQUE (stream, version)) STRICT""",
        """
        CREATE TABLE consumers (
          name TEXT PRIMARY KEY, position INTEGER NOT NULL, above TEXT NOT NULL, epoch INTEGER NOT NULL, crc INTEGER)
          STRICT, WITHOUT ROWID""",
        """
        CREATE TABLE letters (
          consumer TEXT NOT NULL, position INTEGER NOT NULL, event_id TEXT NOT NULL, type TEXT NOT NULL,
          subject TEXT, waiting INTEGER NOT NULL, attempts INTEGER NOT NULL, cause TEXT NOT NULL,
          stack TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, bundle TEXT NOT NULL, crc INTEGER,
          PRIMARY KEY (consumer, position)) STRICT""",
        """
        CREATE TABLE views (
          projection TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, crc INTEGER,
          PRIMARY KEY (projection, version, key)) STRICT, WITHOUT ROWID""",
        """
        CREATE TABLE view_owners (
          consumer TEXT NOT NULL, projection TEXT NOT NULL, version INTEGER NOT NULL,
          PRIMARY KEY (consumer, projection, version)) STRICT, WITHOUT ROWID""",
    };

    private static final String[] IDENTITY_TABLES = {
        "CREATE TABLE store (identity TEXT NOT NULL, unchecked INTEGER NOT NULL, migrated INTEGER NOT NULL) STRICT",
        "CREATE TABLE losses (first INTEGER NOT NULL, last INTEGER NOT NULL, accepted TEXT NOT NULL) STRICT",
    };

    /** Table, the end of its columns in schema 1, and the same with a checksum. */
    private static final String[][] CHECKSUM_COLUMNS = {
        {"events", "payload BLOB NOT NULL,", "payload BLOB NOT NULL, crc INTEGER,"},
        {"consumers", "epoch INTEGER NOT NULL)", "epoch INTEGER NOT NULL, crc INTEGER)"},
        {"letters", "bundle TEXT NOT NULL,", "bundle TEXT NOT NULL, crc INTEGER,"},
        {"views", "json TEXT NOT NULL,", "json TEXT NOT NULL, crc INTEGER,"},
    };

    /** Made when it is missing, without another version: stores that were made without it can have it too. */
    private static final String LETTERS_BY_POSITION =
            "CREATE INDEX IF NOT EXISTS letters_by_position ON letters (position, consumer)";

    private Schema() {}

    /**
     * The version of a database; 0 when it has no table yet. Only reads.
     *
     * @throws StoreUnavailableException if it is newer than this code, or no event store
     */
    static int check(Session session, String name) throws SQLException {
        int version = (int) session.number(0, "PRAGMA user_version");
        if (version > VERSION) {
            throw new StoreUnavailableException(
                    name + " has schema " + version + ", this version of Mister Smith knows " + VERSION
                            + ". Start the newer version again, or name another file: path in"
                            + " etc/io.mistersmith.eventstore.cfg",
                    false,
                    null);
        }
        if (version > 0 && session.number(0, "PRAGMA application_id") == APPLICATION) {
            return version;
        }
        if (!isEmpty(session)) {
            throw new StoreUnavailableException(
                    name + " is a database, but no event store. Name another file: path in"
                            + " etc/io.mistersmith.eventstore.cfg",
                    false,
                    null);
        }
        return 0;
    }

    /** Makes the tables, or brings those of an earlier version up to date, in one transaction. Rewrites no row. */
    static void prepare(Session session, String name) throws SQLException {
        int version = check(session, name);
        if (version == VERSION) {
            session.update(LETTERS_BY_POSITION);
            return;
        }
        session.control("BEGIN IMMEDIATE");
        if (version == 0) {
            for (String table : TABLES) {
                session.update(table);
            }
        } else {
            addChecksums(session);
        }
        for (String table : IDENTITY_TABLES) {
            session.update(table);
        }
        session.update(LETTERS_BY_POSITION);
        session.update(
                "INSERT INTO store SELECT ?, coalesce(max(position), 0), ? FROM events",
                UUID.randomUUID().toString(),
                version == 0 ? 0 : 1);
        session.control("PRAGMA application_id=" + APPLICATION);
        session.control("PRAGMA user_version=" + VERSION);
        session.control("COMMIT");
    }

    /** Goes on without positions that are missing: they are never given again. */
    static void accept(Session session, Loss loss) throws SQLException {
        session.update(
                "INSERT INTO losses SELECT max(?, (SELECT coalesce(max(position), 0) FROM events) + 1), ?, ?",
                loss.first(),
                loss.remembered(),
                Instant.now().toString());
        session.update("DELETE FROM losses WHERE first > last");
    }

    /**
     * Adds a column to each table by its definition. ALTER TABLE would do the same, and then read every row of a STRICT
     * table: 2 s for each million events.
     */
    private static void addChecksums(Session session) throws SQLException {
        long schema = session.number(0, "PRAGMA schema_version");
        session.control("PRAGMA writable_schema=ON");
        for (String[] column : CHECKSUM_COLUMNS) {
            int changed = session.update(
                    "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)",
                    column[1],
                    column[2],
                    column[0],
                    column[1]);
            if (changed != 1) {
                throw new SQLException("table " + column[0] + " is not as schema 1 has it");
            }
        }
        session.control("PRAGMA schema_version=" + (schema + 1));
        session.control("PRAGMA writable_schema=RESET"); // reads the definitions again
    }

    private static boolean isEmpty(Session session) throws SQLException {
        try (ResultSet row =
                session.statement("SELECT 1 FROM sqlite_master LIMIT 1").executeQuery()) {
            return !row.next();
        }
    }
}
