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
import java.util.ArrayList;
import java.util.List;

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
}
