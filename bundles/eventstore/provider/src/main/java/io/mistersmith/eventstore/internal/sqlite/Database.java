package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The file: who may use it, its schema, and connections to it.
 *
 * <p>A {@link FileHold} is kept while the store is open, so that nobody else's appends make what is kept in memory of streams
 * and positions wrong.
 */
final class Database implements AutoCloseable {

    private static final int WRITER_CACHE_KIB = 32 << 10;
    private static final int READER_CACHE_KIB = 4 << 10;

    private final Path file;
    private final Settings settings;
    private final Faults faults;
    private final FileHold hold;

    private Database(Path file, Settings settings, Faults faults, FileHold hold) {
        this.file = file;
        this.settings = settings;
        this.faults = faults;
        this.hold = hold;
    }

    /**
     * Opens the file, and makes it if there is none.
     *
     * @param name of the file in messages
     * @throws StoreUnavailableException if it is in use, damaged, newer than this code, or cannot be opened
     * @throws io.mistersmith.eventstore.StoreFullException if the disk is full
     */
    static Database open(Path file, String name, Settings settings) {
        Faults faults = new Faults(name);
        Database database = new Database(file, settings, faults, hold(file, name));
        try (Session session = database.writer()) {
            Schema.prepare(session, name);
            return database;
        } catch (SQLException e) {
            database.close();
            throw faults.of(e, false);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    Faults faults() {
        return faults;
    }

    /** The connection that writes; there is one at a time. */
    Session writer() throws SQLException {
        SQLiteConfig config = config(WRITER_CACHE_KIB);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(settings.synchronous() ? SynchronousMode.FULL : SynchronousMode.OFF);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=" + WriteAheadLog.PAGES);
            statement.execute("PRAGMA journal_size_limit=" + WriteAheadLog.BOUND_BYTES);
            if (settings.maxPages() > 0) {
                statement.execute("PRAGMA max_page_count=" + settings.maxPages());
            }
            return new Session(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that can only read. */
    Session reader() throws SQLException {
        Connection connection = config(READER_CACHE_KIB).createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only=ON");
            return new Session(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Lets others have the file; connections must be closed before. */
    @Override
    public void close() {
        try {
            hold.close();
        } catch (IOException e) {
            throw new StoreUnavailableException("the lock of " + file + " cannot be given back", false, e);
        }
    }

    int busyMillis() {
        return (int) settings.busy().toMillis();
    }

    private SQLiteConfig config(int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyMillis());
        config.setCacheSize(-cacheKib);
        return config;
    }

    private static FileHold hold(Path file, String name) {
        try {
            FileHold hold = FileHold.take(file);
            if (hold != null) {
                return hold;
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(name + " cannot be opened: " + e, false, e);
        }
        throw new StoreUnavailableException(
                name + " is in use by another store. Stop that one, or name another file: path in"
                        + " etc/io.mistersmith.eventstore.cfg",
                false,
                null);
    }

    /** The tables, and how old ones become new ones. */
    static final class Schema {

        static final int VERSION = 1;
        private static final int APPLICATION = 0x4d536d31; // "MSm1"

        private static final String[] TABLES = {
            """
            CREATE TABLE events (
              position INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, stream TEXT NOT NULL, version INTEGER NOT NULL,
              type TEXT NOT NULL, schema_version INTEGER NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL,
              time INTEGER NOT NULL, nanos INTEGER NOT NULL, subject TEXT, correlation_id TEXT, causation_id TEXT,
              traceparent TEXT, headers TEXT, payload BLOB NOT NULL, UNIQUE (stream, version)) STRICT""",
            """
            CREATE TABLE consumers (
              name TEXT PRIMARY KEY, position INTEGER NOT NULL, above TEXT NOT NULL, epoch INTEGER NOT NULL)
              STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE letters (
              consumer TEXT NOT NULL, position INTEGER NOT NULL, event_id TEXT NOT NULL, type TEXT NOT NULL,
              subject TEXT, waiting INTEGER NOT NULL, attempts INTEGER NOT NULL, cause TEXT NOT NULL,
              stack TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, bundle TEXT NOT NULL,
              PRIMARY KEY (consumer, position)) STRICT""",
            """
            CREATE TABLE views (
              projection TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL,
              PRIMARY KEY (projection, version, key)) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE view_owners (
              consumer TEXT NOT NULL, projection TEXT NOT NULL, version INTEGER NOT NULL,
              PRIMARY KEY (consumer, projection, version)) STRICT, WITHOUT ROWID""",
        };

        private Schema() {}

        static void prepare(Session session, String name) throws SQLException {
            long version = session.number(0, "PRAGMA user_version");
            if (version > VERSION) {
                throw new StoreUnavailableException(
                        name + " has schema " + version + ", this version of Mister Smith knows " + VERSION
                                + ". Start the newer version again, or name another file: path in"
                                + " etc/io.mistersmith.eventstore.cfg",
                        false,
                        null);
            }
            if (version == VERSION && session.number(0, "PRAGMA application_id") == APPLICATION) {
                return;
            }
            if (!isEmpty(session)) {
                throw new StoreUnavailableException(
                        name + " is a database, but no event store. Name another file: path in"
                                + " etc/io.mistersmith.eventstore.cfg",
                        false,
                        null);
            }
            session.control("BEGIN IMMEDIATE");
            for (String table : TABLES) {
                session.update(table);
            }
            session.control("PRAGMA application_id=" + APPLICATION);
            session.control("PRAGMA user_version=" + VERSION);
            session.control("COMMIT");
        }

        private static boolean isEmpty(Session session) throws SQLException {
            try (ResultSet row =
                    session.statement("SELECT 1 FROM sqlite_master LIMIT 1").executeQuery()) {
                return !row.next();
            }
        }
    }
}
