package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.engine.Loss;
import io.mistersmith.eventstore.internal.engine.MissingEventsException;
import io.mistersmith.eventstore.internal.engine.Watermark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The database file: who may use it, whether it holds what was acknowledged, its schema, and connections to it.
 *
 * <p>A {@link FileHold} is kept while the store is open, so that nobody else's appends make what is kept in memory of streams
 * and positions wrong. Before anything is written, a connection that can only read compares the file with its
 * {@link Watermark}; a file that lacks acknowledged events is left exactly as it is.
 */
final class Database implements AutoCloseable {

    private static final int WRITER_CACHE_KIB = 32 << 10;
    private static final int READER_CACHE_KIB = 4 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Path file;
    private final Settings settings;
    private final Faults faults;
    private final FileHold hold;
    // Set once by open(), before anybody else has this object.
    private @Nullable StoreFacts facts;
    private @Nullable Watermark watermark;
    private Watermark.State remembered = Watermark.State.MISSING;
    /** Every statement that a session prepared. */
    private final Set<String> statements = ConcurrentHashMap.newKeySet();

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
     * @param accepted a loss to go on with; null: none
     * @throws MissingEventsException if acknowledged events are missing and that is not exactly what was accepted; nothing
     *     was changed then
     * @throws StoreUnavailableException if it is in use, damaged, newer than this code, or cannot be opened
     * @throws io.mistersmith.eventstore.StoreFullException if the disk is full
     */
    static Database open(Path file, String name, Settings settings, @Nullable Loss accepted) {
        Faults faults = new Faults(name);
        Database database = new Database(file, settings, faults, hold(file, name));
        boolean opened = false;
        try {
            database.open(name, accepted);
            opened = true;
            return database;
        } catch (SQLException e) {
            throw faults.of(e, false);
        } catch (IOException e) {
            throw new StoreUnavailableException(name + " cannot be opened: " + e, false, e);
        } finally {
            if (!opened) {
                database.close();
            }
        }
    }

    private void open(String name, @Nullable Loss accepted) throws SQLException, IOException {
        Path mark = watermarkFile(file);
        Watermark.Reading reading = Watermark.read(mark);
        Found found = find(name, reading);
        Loss loss = loss(found, reading.value());
        if (loss != null && !loss.equals(accepted)) {
            throw new MissingEventsException(name, loss);
        }
        try (Session session = writer()) {
            Schema.prepare(session, name);
            if (loss != null) {
                Schema.accept(session, loss);
                LOG.warn(
                        "{} goes on without positions {} to {}, by store:accept-loss",
                        name,
                        loss.first(),
                        loss.remembered());
            }
            StoreFacts now = StoreFacts.read(session);
            long head = session.number(0, "SELECT max(position) FROM events");
            facts = now;
            watermark = Watermark.open(mark, new Watermark.Value(now.store(), now.reached(head)));
            remembered = reading.state() == Watermark.State.UNREADABLE && head == 0
                    ? Watermark.State.MISSING
                    : reading.state();
            if (reading.state() != Watermark.State.READ && head > 0) {
                LOG.warn(
                        "{} {}: events that were lost before now cannot be noticed; from now on they are",
                        mark.getFileName(),
                        reading.state() == Watermark.State.MISSING ? "was not there" : "could not be read");
            }
        }
    }

    /**
     * What a database file is, before anything touches it.
     *
     * @param schema its version; 0 when there is no database yet
     * @param identity of its store; null when there is none, or an earlier version made it
     * @param reached the highest position that it gave
     */
    private record Found(int schema, @Nullable String identity, long reached) {

        static final Found NOTHING = new Found(0, null, 0);
    }

    /** Looks at the file by a connection that can only read, which leaves database and WAL as they are. */
    private Found find(String name, Watermark.Reading reading) throws SQLException, IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            Path wal = wal();
            if (reading.value() == null && Files.exists(wal) && Files.size(wal) > 0) {
                // SQLite would delete it, and with it what may be the only copy of the newest events.
                throw new StoreUnavailableException(
                        name + " is gone, but " + wal.getFileName()
                                + " is there. Put the file or a backup in its place, or" + " move " + wal.getFileName()
                                + " away to begin with an empty store",
                        false,
                        null);
            }
            return Found.NOTHING;
        }
        SQLiteConfig config = config(READER_CACHE_KIB);
        config.setReadOnly(true);
        try (Session session = new Session(config.createConnection("jdbc:sqlite:" + file), statements)) {
            int schema = Schema.check(session, name);
            if (schema == 0) {
                return Found.NOTHING;
            }
            long head = session.number(0, "SELECT max(position) FROM events");
            if (schema < Schema.WITH_IDENTITY) {
                return new Found(schema, null, head);
            }
            StoreFacts found = StoreFacts.read(session);
            return new Found(schema, found.store().toString(), found.reached(head));
        }
    }

    private @Nullable Loss loss(Found found, Watermark.@Nullable Value value) throws IOException {
        if (value == null || value.position() == 0) {
            return null; // nothing was acknowledged, as far as anything remembers
        }
        if (found.schema() == 0) {
            return new Loss(Files.exists(file) ? Loss.Kind.EMPTY : Loss.Kind.GONE, 0, value.position());
        }
        if (!value.store().toString().equals(found.identity())) {
            return new Loss(Loss.Kind.OTHER_STORE, 0, value.position());
        }
        return found.reached() < value.position()
                ? new Loss(Loss.Kind.BEHIND, found.reached(), value.position())
                : null;
    }

    /** Beside the database, but under a name that {@code rm events.db*} spares. */
    static Path watermarkFile(Path file) {
        return file.resolveSibling("watermark-" + file.getFileName());
    }

    /** The file of what was committed and not yet moved into the database. */
    Path wal() {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    StoreFacts facts() {
        return Objects.requireNonNull(facts, "open");
    }

    Watermark watermark() {
        return Objects.requireNonNull(watermark, "open");
    }

    /** How the watermark was found when this was opened. */
    Watermark.State remembered() {
        return remembered;
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
            return new Session(connection, statements);
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
            return new Session(connection, statements);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Lets others have the file; connections must be closed before. */
    @Override
    public void close() {
        Watermark mark = watermark;
        try (hold) {
            if (mark != null) {
                mark.close();
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("the lock of " + file + " cannot be given back", false, e);
        }
    }

    /** Every statement that was prepared so far, so that a test can look at the plans of all. */
    Set<String> statements() {
        return Set.copyOf(statements);
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
}
