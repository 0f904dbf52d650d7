package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.EventStoreException;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.StoreUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import org.sqlite.SQLiteException;

/** What SQLite's errors mean to a caller, and what they can do about them. */
final class Faults {

    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int IO = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int TOO_BIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int NO_DATABASE = 26;

    private final String file;
    private final LongAdder damage = new LongAdder();

    Faults(String file) {
        this.file = file;
    }

    /**
     * The error that callers get.
     *
     * @param committing whether the commit itself failed. Then a full disk or a lock still means that nothing was stored:
     *     the commit's record is the last thing written. After an error of the disk nobody knows whether that record would
     *     be found after a crash
     */
    EventStoreException of(SQLException e, boolean committing) {
        if (isDamage(e)) {
            damage.increment();
        }
        return switch (code(e)) {
            case FULL ->
                new StoreFullException("no space left for " + file
                        + ". Nothing was stored. Free space on its disk; appends then work again by themselves");
            case BUSY, LOCKED ->
                unavailable(file + " is locked by another program. Let it finish, or end it", false, e);
            case READ_ONLY -> unavailable(file + " cannot be written. Check its owner and mode", false, e);
            case CANNOT_OPEN -> unavailable(file + " cannot be opened. Check its folder's owner and mode", false, e);
            case CORRUPT ->
                unavailable(
                        file
                                + " is damaged. Stop, keep a copy, and put a backup in its place, or move it and its -wal away."
                                + " The next start says which events are missing; store:accept-loss goes on without them",
                        committing,
                        e);
            case NO_DATABASE ->
                unavailable(
                        file
                                + " is no SQLite database. Put a backup in its place, or move it away; if events were stored"
                                + " there, the next start says so, and store:accept-loss goes on without them",
                        false,
                        e);
            case IO -> unavailable("the disk under " + file + " failed: " + e.getMessage(), committing, e);
            default -> unavailable(file + ": " + e.getMessage(), committing, e);
        };
    }

    /** Whether SQLite found its own structures damaged. */
    static boolean isDamage(SQLException e) {
        return code(e) == CORRUPT;
    }

    /** How often {@link #of} met such damage. */
    long damage() {
        return damage.sum();
    }

    /** Whether a row broke a rule of the schema, such as a key that is there already. */
    static boolean isConstraint(SQLException e) {
        return code(e) == CONSTRAINT;
    }

    /** Whether one statement was too large, which is its caller's fault alone. */
    static boolean isTooBig(SQLException e) {
        return code(e) == TOO_BIG;
    }

    /** Whether it is what one call writes that the database refuses; others may well succeed. */
    static boolean isOfOneCall(SQLException e) {
        return isConstraint(e) || isTooBig(e);
    }

    /** Whether the connection is in doubt and is better opened anew. */
    static boolean breaksConnection(SQLException e) {
        return switch (code(e)) {
            case BUSY, LOCKED, FULL, CONSTRAINT, TOO_BIG -> false;
            default -> true;
        };
    }

    private static int code(SQLException e) {
        return (e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode()) & 0xff;
    }

    private static StoreUnavailableException unavailable(String what, boolean unknown, SQLException cause) {
        return new StoreUnavailableException(what, unknown, cause);
    }
}
