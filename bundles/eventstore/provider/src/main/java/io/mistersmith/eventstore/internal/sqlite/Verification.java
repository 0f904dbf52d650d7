package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.StoreUnavailableException;
import io.mistersmith.eventstore.internal.sqlite.VerifyReport.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.ProgressHandler;

/**
 * Reads every row of an open store and compares it with its checksum, then has SQLite check its own structures. Rows are
 * read page by page, each page in a transaction of its own, so appends go on and memory stays bounded. Where SQLite cannot
 * read its own structures, it goes on behind them. For one thread.
 */
final class Verification {

    /** Problems that a report describes; the others are only counted. */
    static final int MOST_DESCRIBED = 100;

    private static final String WHOLE = "ok";
    private static final int PAGE_ROWS = 512;
    private static final int INTERRUPTED = 9;
    /** SQLite's own check is one long read, behind which the WAL cannot shrink. */
    private static final long MOST_WAL_BYTES = 256L << 20;

    private static final int STEPS_BETWEEN_LOOKS = 100_000;

    private final Database database;
    private final Readers readers;
    private final Rows rows;
    private final long head;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private long found;

    /** @param head the position of the last event */
    Verification(Database database, Readers readers, Rows rows, long head) {
        this.database = database;
        this.readers = readers;
        this.rows = rows;
        this.head = head;
    }

    /** Turns one row into something, or throws {@link StoreDamagedException}. */
    private interface Check {
        void row(Session session, ResultSet row) throws SQLException;
    }

    /** The columns of the key of the row that was read last. */
    private static final class Place {
        Object[] key;
        long count;
        long unchecked;
        long damaged;

        Place(Object... first) {
            key = first;
        }
    }

    VerifyReport run() {
        long damagedBefore = rows.damaged();
        events();
        table("letters", Rows.LETTER_COLUMNS, "consumer, position", 13, new Place("", Long.MIN_VALUE), rows::letter);
        table("consumers", Rows.CONSUMER_COLUMNS, "name", 5, new Place(""), rows::progress);
        table("views", Rows.VIEW_COLUMNS, "projection, version, key", 5, new Place("", Long.MIN_VALUE, ""), rows::view);
        String structure = structure();
        if (found == 0 && structure.equals(WHOLE)) {
            rows.verified(damagedBefore);
        }
        return new VerifyReport(List.copyOf(tables), structure, List.copyOf(problems), found);
    }

    private void events() {
        Place place = new Place(0L);
        table("events", Rows.EVENT_COLUMNS, "position", 16, place, (session, row) -> {
            rows.event(session, row);
            rows.checkNext(((Number) place.key[0]).longValue(), row.getLong(1));
        });
    }

    private void table(String name, String columns, String key, int checksum, Place place, Check check) {
        String marks = "?" + ", ?".repeat(place.key.length - 1);
        // ">=" for the first page, because the smallest text is a key too
        String sql = "SELECT " + columns + ", " + key + " FROM " + name + " WHERE (" + key + ") %s (" + marks
                + ") ORDER BY " + key + " LIMIT " + PAGE_ROWS;
        String compare = ">=";
        int read;
        do {
            String page = sql.formatted(compare);
            try {
                read = readers.read(session -> page(session, page, checksum, place, check));
            } catch (StoreUnavailableException e) {
                if (!isDamage(e)) {
                    throw e;
                }
                read = name.equals("events") && passUnreadable(place) ? PAGE_ROWS : 0;
                if (!name.equals("events")) {
                    problem(name + ", behind " + List.of(place.key) + ": cannot be read. " + e.getMessage());
                    place.damaged++;
                }
            }
            compare = ">";
        } while (read == PAGE_ROWS);
        tables.add(new Table(name, place.count, place.unchecked, place.damaged));
    }

    private int page(Session session, String sql, int checksum, Place place, Check check) throws SQLException {
        int read = 0;
        try (ResultSet row = session.statement(sql, place.key).executeQuery()) {
            while (row.next()) {
                read++;
                place.count++;
                place.unchecked += row.getObject(checksum) == null ? 1 : 0;
                try {
                    check.row(session, row);
                } catch (StoreDamagedException e) {
                    place.damaged++;
                    problem(String.valueOf(e.getMessage()));
                }
                for (int i = 0; i < place.key.length; i++) {
                    place.key[i] = row.getObject(checksum + 1 + i);
                }
            }
        }
        return read;
    }

    /** Moves the place to the end of the events that cannot be read, and describes them; false if none is behind them. */
    private boolean passUnreadable(Place place) {
        long last = ((Number) place.key[0]).longValue();
        long step = 2; // the next cannot be read as a whole, though parts of it may be
        while (last + step <= head && !readable(last + step)) {
            step *= 2;
        }
        long low = last + step / 2; // not readable
        long high = Math.min(last + step, head + 1);
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (readable(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        long unreadable = high - 1 - last;
        if (unreadable > 0) {
            place.damaged += unreadable;
            problem("events, positions " + (last + 1) + " to " + (high - 1)
                    + ": the part of the file that holds them cannot be read; put a backup in the file's place");
        }
        place.key[0] = high - 1;
        return high <= head;
    }

    private boolean readable(long position) {
        try {
            return readers.read(session -> session.number(
                            0,
                            "SELECT length(payload) FROM events WHERE position >= ? ORDER BY position LIMIT 1",
                            position))
                    >= 0;
        } catch (StoreUnavailableException e) {
            if (isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isDamage(StoreUnavailableException e) {
        return e.getCause() instanceof SQLException cause && Faults.isDamage(cause);
    }

    private String structure() {
        Path wal = database.wal();
        long before = found;
        try (Session session = database.reader()) {
            Connection connection = session.connection();
            ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return tooLong(wal) ? 1 : 0;
                }
            });
            try (ResultSet row = session.statement("PRAGMA integrity_check(" + MOST_DESCRIBED + ")")
                    .executeQuery()) {
                while (row.next()) {
                    if (!row.getString(1).equals("ok")) {
                        problem("integrity_check: " + row.getString(1).replaceAll("\\s+", " "));
                        rows.foundDamage(1);
                    }
                }
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) == INTERRUPTED) {
                return "not finished: appends made the WAL longer than " + MOST_WAL_BYTES
                        + " bytes meanwhile. Run store:verify again when fewer events come in";
            }
            problem(String.valueOf(database.faults().of(e, false).getMessage()));
            rows.foundDamage(1);
        }
        return found == before ? WHOLE : found - before + " problems";
    }

    private static boolean tooLong(Path wal) {
        try {
            return Files.exists(wal) && Files.size(wal) > MOST_WAL_BYTES;
        } catch (IOException e) {
            return false; // it was removed between the two looks
        }
    }

    private void problem(String what) {
        found++;
        if (problems.size() < MOST_DESCRIBED) {
            problems.add(what);
        }
    }
}
