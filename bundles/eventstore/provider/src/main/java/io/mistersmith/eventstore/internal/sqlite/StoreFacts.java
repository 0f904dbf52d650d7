package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.internal.engine.LostRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a database says of itself. Does not change while the database is open.
 *
 * @param store its identity, which a backup of it has too
 * @param unchecked events up to this position may have no checksum, because an earlier version stored them; 0: all have one
 * @param migrated whether an earlier version made the database, so that other rows may have no checksum either
 * @param lost positions that were given up by {@code store:accept-loss}, in their order; none of them is given again
 */
record StoreFacts(UUID store, long unchecked, boolean migrated, List<LostRange> lost) {

    static StoreFacts read(Session session) throws SQLException {
        List<LostRange> lost = new ArrayList<>();
        try (ResultSet row = session.statement("SELECT first, last FROM losses ORDER BY first, last")
                .executeQuery()) {
            while (row.next()) {
                lost.add(new LostRange(row.getLong(1), row.getLong(2)));
            }
        }
        try (ResultSet row = session.statement("SELECT identity, unchecked, migrated FROM store")
                .executeQuery()) {
            row.next();
            return new StoreFacts(
                    UUID.fromString(row.getString(1)), row.getLong(2), row.getBoolean(3), List.copyOf(lost));
        }
    }

    /** The highest position that was ever given, when {@code head} is the last that holds an event. */
    long reached(long head) {
        return lost.stream().mapToLong(LostRange::last).reduce(head, Math::max);
    }

    /** Whether every position from first to last was given up. */
    boolean isLost(long first, long last) {
        long position = first;
        for (LostRange range : lost) {
            if (range.first() <= position && position <= range.last()) {
                position = range.last() + 1;
            }
        }
        return position > last;
    }

    /** How many events there are up to {@code head}. */
    long events(long head) {
        long missing = 0;
        long counted = 0;
        for (LostRange range : lost) {
            long first = Math.max(range.first(), counted + 1);
            long last = Math.min(range.last(), head);
            if (first <= last) {
                missing += last - first + 1;
                counted = last;
            }
        }
        return head - missing;
    }
}
