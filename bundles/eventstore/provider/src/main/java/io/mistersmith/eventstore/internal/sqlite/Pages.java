package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.Read;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.eventstore.StoredEvents;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads page by page, by key, never by offset. A page is bounded in rows and in bytes; a page that filters by type among all
 * events is bounded in the positions that it looks at too, so that no statement runs long.
 */
final class Pages implements StoredEvents {

    private static final int PAGE_ROWS = 512;
    /** A page ends with the row that reaches this, so it has at most one large row more. */
    static final long PAGE_BYTES = 2L << 20;

    private static final long WINDOW = 20_000;

    private final Readers readers;
    private final Rows rows;
    private final LongSupplier head;
    private final Read query;

    Pages(Readers readers, Rows rows, LongSupplier head, Read query) {
        this.readers = readers;
        this.rows = rows;
        this.head = head;
        this.query = query;
    }

    @Override
    public Iterator<StoredEvent> iterator() {
        return new Cursor();
    }

    @Override
    public Stream<StoredEvent> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    @Override
    public List<StoredEvent> toList() {
        List<StoredEvent> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }

    /**
     * The events after a position, in order, at most {@code max}, and one page of bytes.
     *
     * @param head a position above {@code after} that holds an event
     */
    static List<StoredEvent> next(Readers readers, Rows rows, long after, long head, int max) {
        String sql = "SELECT " + Rows.EVENT_COLUMNS + " FROM events WHERE position > ? ORDER BY position LIMIT ?";
        List<StoredEvent> events = readers.read(session -> read(session, rows, sql, after, max));
        checkPositions(rows, events, after, false);
        if (events.isEmpty()) {
            rows.checkNext(after, head + 1);
        }
        return events;
    }

    private static void checkPositions(Rows rows, List<StoredEvent> events, long from, boolean backward) {
        long before = from;
        for (StoredEvent event : events) {
            long position = event.position();
            rows.checkNext(backward ? position : before, backward ? before : position);
            before = position;
        }
    }

    private static List<StoredEvent> read(Session session, Rows rows, String sql, Object... parameters)
            throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        long bytes = 0;
        try (ResultSet row = session.statement(sql, parameters).executeQuery()) {
            while (bytes < PAGE_BYTES && row.next()) {
                StoredRow event = rows.event(session, row);
                bytes += event.json().length();
                events.add(event);
            }
        }
        return events;
    }

    /** Where an iteration is. Its end is the head when it begins, so it ends however fast others append. */
    private final class Cursor implements Iterator<StoredEvent> {

        private final long end = head.getAsLong();
        private long at = query.stream() == null && query.backward() ? Math.min(query.after(), end + 1) : query.after();
        private long left = query.limit();
        private boolean exhausted;
        private Iterator<StoredEvent> page = List.<StoredEvent>of().iterator();

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && !exhausted && left > 0) {
                page = (query.stream() == null ? pageOfAll() : pageOfStream(query.stream())).iterator();
            }
            return page.hasNext() && left > 0;
        }

        @Override
        public StoredEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            left--;
            StoredEvent event = page.next();
            at = query.stream() == null ? event.position() : event.version();
            return event;
        }

        private List<StoredEvent> pageOfStream(String stream) {
            String sql = query.backward()
                    ? "stream = ? AND version < ? ORDER BY version DESC"
                    : "stream = ? AND version > ? ORDER BY version";
            List<StoredEvent> events = select(sql, stream, at);
            if (query.type() == null) {
                checkVersions(stream, events);
            }
            exhausted = events.isEmpty();
            return query.backward() ? events : untilEnd(events);
        }

        private void checkVersions(String stream, List<StoredEvent> events) {
            long before = at;
            for (StoredEvent event : events) {
                long version = event.version();
                if (!query.backward() || before != query.after()) { // backward may begin anywhere above the last
                    rows.checkNextVersion(
                            stream,
                            query.backward() ? version : before,
                            query.backward() ? before : version,
                            event.position());
                }
                before = version;
            }
        }

        /** Without what was appended after this began. The database need not look for where that begins. */
        private List<StoredEvent> untilEnd(List<StoredEvent> events) {
            int size = events.size();
            while (size > 0 && events.get(size - 1).position() > end) {
                size--;
                exhausted = true;
            }
            return events.subList(0, size);
        }

        private List<StoredEvent> pageOfAll() {
            long window = query.type() == null ? Long.MAX_VALUE : WINDOW;
            long low = query.backward() ? Math.max(0, at - 1 - Math.min(window, at - 1)) : at;
            long high = query.backward() ? at - 1 : end - at > window ? at + window : end;
            if (low >= high) {
                exhausted = true;
                return List.of();
            }
            String sql = "position > ? AND position <= ? ORDER BY position" + (query.backward() ? " DESC" : "");
            List<StoredEvent> events = select(sql, low, high);
            if (query.type() == null) {
                checkPositions(rows, events, query.backward() ? at : low, query.backward());
            }
            if (events.isEmpty()) {
                if (query.type() == null) {
                    rows.checkNext(low, high + 1);
                }
                at = query.backward() ? low + 1 : high;
            }
            return events;
        }

        private List<StoredEvent> select(String where, Object first, Object second) {
            String type = query.type();
            long limit = Math.min(PAGE_ROWS, left);
            String order = where.substring(where.indexOf(" ORDER BY"));
            String keys = where.substring(0, where.indexOf(" ORDER BY"));
            String select = "SELECT " + Rows.EVENT_COLUMNS + " FROM events WHERE " + keys;
            if (type == null) {
                return readers.read(s -> read(s, rows, select + order + " LIMIT ?", first, second, limit));
            }
            if (type.endsWith(".**")) {
                String from =
                        type.substring(0, type.length() - 2); // with the dot; the character after a dot is a slash
                String to = type.substring(0, type.length() - 3) + "/";
                String sql = select + " AND type >= ? AND type < ?" + order + " LIMIT ?";
                return readers.read(s -> read(s, rows, sql, first, second, from, to, limit));
            }
            String sql = select + " AND type = ?" + order + " LIMIT ?";
            return readers.read(s -> read(s, rows, sql, first, second, type, limit));
        }
    }
}
