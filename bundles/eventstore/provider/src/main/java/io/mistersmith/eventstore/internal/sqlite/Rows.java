package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.DeadLetter;
import io.mistersmith.eventstore.Progress;
import io.mistersmith.eventstore.internal.engine.HeaderText;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How rows of the tables become objects. */
final class Rows {

    static final String EVENT_COLUMNS =
            "position, stream, version, type, schema_version, source, id, time, nanos, subject,"
                    + " correlation_id, causation_id, traceparent, headers, payload";
    static final String LETTER_COLUMNS =
            "consumer, position, event_id, type, subject, waiting, attempts, cause, stack, first, last, bundle";

    private Rows() {}

    /** The event of a row of {@link #EVENT_COLUMNS}. */
    static StoredRow event(PayloadCodec codec, ResultSet row) throws SQLException {
        return new StoredRow(
                codec,
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getInt(5),
                row.getString(6),
                row.getString(7),
                Instant.ofEpochSecond(row.getLong(8), row.getLong(9)),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                HeaderText.read(row.getString(14)),
                new String(row.getBytes(15), StandardCharsets.UTF_8));
    }

    /** The letter of a row of {@link #LETTER_COLUMNS}. */
    static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString(1),
                row.getLong(2),
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
    }

    /** Settled positions above the low-water mark, as one column. */
    static String above(Progress progress) {
        return Arrays.stream(progress.above()).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    static Progress progress(long position, String above) {
        return above.isEmpty()
                ? new Progress(position)
                : new Progress(
                        position,
                        Arrays.stream(above.split(","))
                                .mapToLong(Long::parseLong)
                                .toArray());
    }
}
