package io.mistersmith.eventstore.internal.sqlite;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream and its last event.
 *
 * @param stream its name
 * @param version of its last event, which is how many events it has
 * @param position of its last event
 * @param type of its last event
 */
public record StreamHead(String stream, long version, long position, String type) {

    private static final int PAGE_ROWS = 256;

    /** From stream to stream by the index, so that long streams cost no more than short ones. */
    static List<StreamHead> list(Readers readers, String prefix, String after, int limit) {
        List<StreamHead> heads = new ArrayList<>();
        List<StreamHead> page;
        int rows;
        do {
            String last = heads.isEmpty() ? after : heads.get(heads.size() - 1).stream();
            rows = Math.min(PAGE_ROWS, limit - heads.size());
            page = page(readers, prefix, last, rows);
            heads.addAll(page);
        } while (page.size() == rows && heads.size() < limit);
        return heads;
    }

    private static List<StreamHead> page(Readers readers, String prefix, String after, int limit) {
        return readers.read(session -> {
            List<StreamHead> heads = new ArrayList<>();
            String last = after;
            boolean from = after.isEmpty();
            while (heads.size() < limit) {
                String sql =
                        "SELECT stream, version, position, type FROM events WHERE stream = (SELECT min(stream) FROM"
                                + " events WHERE stream " + (from ? ">=" : ">") + " ?) ORDER BY version DESC LIMIT 1";
                try (ResultSet row =
                        session.statement(sql, from ? prefix : last).executeQuery()) {
                    if (!row.next() || !row.getString(1).startsWith(prefix)) {
                        return heads;
                    }
                    last = row.getString(1);
                    from = false;
                    heads.add(new StreamHead(last, row.getLong(2), row.getLong(3), row.getString(4)));
                }
            }
            return heads;
        });
    }
}
