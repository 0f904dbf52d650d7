package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.StoreDamagedException;
import io.mistersmith.eventstore.internal.engine.HeaderText;
import io.mistersmith.eventstore.internal.engine.RowChecksum;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of the tables into objects, after it has compared each with its checksum. A row that differs, or an event that
 * is missing between two others, is a {@link StoreDamagedException}. Thread-safe.
 */
final class Rows {

    static final String EVENT_COLUMNS =
            "position, stream, version, type, schema_version, source, id, time, nanos, subject,"
                    + " correlation_id, causation_id, traceparent, headers, payload, crc";
    static final String LETTER_COLUMNS =
            "consumer, position, event_id, type, subject, waiting, attempts, cause, stack, first, last, bundle, crc";
    static final String CONSUMER_COLUMNS = "name, position, above, epoch, crc";
    static final String VIEW_COLUMNS = "projection, version, key, json, crc";

    private final PayloadCodec codec;
    private final String file;
    private final StoreFacts facts;
    private final Faults faults;
    private final LongAdder damaged = new LongAdder();
    private volatile long verified;

    /**
     * Checks the rows of one open database.
     *
     * @param file its name for display
     * @param faults of the same database, which count what SQLite itself finds damaged
     */
    Rows(PayloadCodec codec, String file, StoreFacts facts, Faults faults) {
        this.codec = codec;
        this.file = file;
        this.facts = facts;
        this.faults = faults;
    }

    PayloadCodec codec() {
        return codec;
    }

    /** Counts damage that was found otherwise than by reading a row. */
    void foundDamage(long times) {
        damaged.add(times);
    }

    /** All was verified and found whole; before that, damage had been found this often. */
    void verified(long damagedBefore) {
        verified = damagedBefore;
    }

    /** How often damage was found since all was last verified. */
    long damagedSinceVerified() {
        return damaged() - verified;
    }

    /** Whether an event was given up when the store was opened without it. */
    boolean isLost(long position) {
        return facts.isLost(position, position);
    }

    /** How often damage was found since this was made. */
    long damaged() {
        return damaged.sum() + faults.damage();
    }

    /** The event of a row of {@link #EVENT_COLUMNS}. */
    StoredRow event(Session session, ResultSet row) throws SQLException {
        long position = row.getLong(1);
        String stream = row.getString(2);
        long version = row.getLong(3);
        String type = row.getString(4);
        int schemaVersion = row.getInt(5);
        String source = row.getString(6);
        String id = row.getString(7);
        long seconds = row.getLong(8);
        int nanos = row.getInt(9);
        String subject = row.getString(10);
        String correlationId = row.getString(11);
        String causationId = row.getString(12);
        String traceparent = row.getString(13);
        String headers = row.getString(14);
        byte[] payload = row.getBytes(15);
        int sum = eventSum(
                session.checksum(),
                position,
                stream,
                version,
                type,
                schemaVersion,
                source,
                id,
                seconds,
                nanos,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers,
                payload);
        check(sum, row, 16, position <= facts.unchecked(), "events", position, giveUpEvent(position));
        try {
            return new StoredRow(
                    codec,
                    position,
                    stream,
                    version,
                    type,
                    schemaVersion,
                    source,
                    id,
                    Instant.ofEpochSecond(seconds, nanos),
                    subject,
                    correlationId,
                    causationId,
                    traceparent,
                    HeaderText.read(headers),
                    new String(payload, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException
                | DateTimeException e) { // a row without a checksum, or it would not come here
            throw damaged("events", position, "its content is not readable", giveUpEvent(position));
        }
    }

    /** The letter of a row of {@link #LETTER_COLUMNS}. */
    DeadLetter letter(Session session, ResultSet row) throws SQLException {
        long position = row.getLong(2);
        int sum = letterSum(
                session.checksum(),
                row.getString(1),
                position,
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                row.getInt(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12));
        String remedy = "store:give-up " + position + " " + row.getString(1);
        check(sum, row, 13, facts.migrated(), "letters", position, remedy);
        try {
            return new DeadLetter(
                    row.getString(1),
                    position,
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getBoolean(6),
                    row.getInt(7),
                    row.getString(8),
                    row.getString(9),
                    Instant.parse(row.getString(10)),
                    Instant.parse(row.getString(11)),
                    row.getString(12));
        } catch (DateTimeException e) {
            throw damaged("letters", position, "its content is not readable", remedy);
        }
    }

    /** The progress of a row of {@link #CONSUMER_COLUMNS}. */
    Progress progress(Session session, ResultSet row) throws SQLException {
        long position = row.getLong(2);
        String above = row.getString(3);
        int sum = consumerSum(session.checksum(), row.getString(1), position, above, row.getLong(4));
        String name = row.getString(1);
        String remedy = "remove the plugin of " + name + ", then bus:forget " + name + " lets it begin anew";
        check(sum, row, 5, facts.migrated(), "consumers " + name, position, remedy);
        try {
            return progress(position, above);
        } catch (IllegalArgumentException e) {
            throw damaged("consumers " + name, position, "its content is not readable", remedy);
        }
    }

    /** The JSON of a row of {@link #VIEW_COLUMNS}. */
    String view(Session session, ResultSet row) throws SQLException {
        String json = row.getString(4);
        int sum = viewSum(session.checksum(), row.getString(1), row.getInt(2), row.getString(3), json);
        String view = "views " + row.getString(1) + ":" + row.getInt(2) + ":" + row.getString(3);
        String remedy = "give projection " + row.getString(1) + " another version, which builds its view anew";
        check(sum, row, 5, facts.migrated(), view, -1, remedy);
        return json;
    }

    /** Checks that no event is missing between two positions, the first of which was read or is where reading began. */
    void checkNext(long before, long position) {
        if (position != before + 1 && !facts.isLost(before + 1, position - 1)) {
            throw damaged("events", before + 1, "it is missing", giveUpEvent(before + 1));
        }
    }

    /** Checks that no event is missing between two versions of a stream. */
    void checkNextVersion(String stream, long before, long version, long position) {
        if (version != before + 1) {
            throw damaged(
                    "events",
                    position,
                    "version " + (before + 1) + " of stream " + stream + " is missing before it",
                    "");
        }
    }

    static int eventSum(
            RowChecksum sum,
            long position,
            String stream,
            long version,
            String type,
            int schemaVersion,
            String source,
            String id,
            long seconds,
            int nanos,
            @Nullable String subject,
            @Nullable String correlationId,
            @Nullable String causationId,
            @Nullable String traceparent,
            @Nullable String headers,
            byte[] payload) {
        return sum.begin()
                .add(position)
                .add(stream)
                .add(version)
                .add(type)
                .add(schemaVersion)
                .add(source)
                .add(id)
                .add(seconds)
                .add(nanos)
                .add(subject)
                .add(correlationId)
                .add(causationId)
                .add(traceparent)
                .add(headers)
                .add(payload)
                .end();
    }

    static int letterSum(
            RowChecksum sum,
            String consumer,
            long position,
            String eventId,
            String type,
            @Nullable String subject,
            boolean waiting,
            int attempts,
            String cause,
            String stack,
            String first,
            String last,
            String bundle) {
        return sum.begin()
                .add(consumer)
                .add(position)
                .add(eventId)
                .add(type)
                .add(subject)
                .add(waiting ? 1 : 0)
                .add(attempts)
                .add(cause)
                .add(stack)
                .add(first)
                .add(last)
                .add(bundle)
                .end();
    }

    static int consumerSum(RowChecksum sum, String name, long position, String above, long epoch) {
        return sum.begin().add(name).add(position).add(above).add(epoch).end();
    }

    static int viewSum(RowChecksum sum, String projection, int version, String key, String json) {
        return sum.begin().add(projection).add(version).add(key).add(json).end();
    }

    /** The settled ranges above the low-water position as one column: {@code 7-9,12}. */
    static String above(Progress progress) {
        StringBuilder text = new StringBuilder();
        for (Progress.Range range : progress.above()) {
            text.append(text.isEmpty() ? "" : ",").append(range.first());
            if (range.last() != range.first()) {
                text.append('-').append(range.last());
            }
        }
        return text.toString();
    }

    /** Reads what {@link #above} wrote, and the lists of single positions that earlier versions wrote. */
    static Progress progress(long position, String above) {
        List<Progress.Range> ranges = new ArrayList<>();
        for (String text : above.isEmpty() ? new String[0] : above.split(",")) {
            int dash = text.indexOf('-');
            long first = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
            ranges.add(new Progress.Range(first, dash < 0 ? first : Long.parseLong(text.substring(dash + 1))));
        }
        return new Progress(position, ranges);
    }

    private static String giveUpEvent(long position) {
        return "store:give-up " + position;
    }

    private void check(
            int sum, ResultSet row, int column, boolean mayHaveNone, String table, long position, String remedy)
            throws SQLException {
        int stored = row.getInt(column);
        if (row.wasNull() ? !mayHaveNone : stored != sum) {
            throw damaged(table, position, "its checksum does not match", remedy);
        }
    }

    /** @param remedy what to do without a backup; empty: nothing helps */
    private StoreDamagedException damaged(String table, long position, String what, String remedy) {
        damaged.increment();
        String place = table + (position < 0 ? "" : ", position " + position);
        int end = table.indexOf(' ');
        return new StoreDamagedException(
                file + " is damaged: " + place + ": " + what
                        + ". store:verify lists all damage; put a backup in the file's place"
                        + (remedy.isEmpty() ? "" : ", or without one: " + remedy),
                end < 0 ? table : table.substring(0, end),
                position);
    }
}
