package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.WrongVersionException;
import io.mistersmith.eventstore.internal.engine.Envelopes;
import io.mistersmith.eventstore.internal.engine.NewRow;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import io.mistersmith.eventstore.internal.sqlite.Writer.Known;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One append. It inserts first and asks afterwards: only when a key turns out to be taken, or the stream is not as
 * expected, does it look whether the events are stored already.
 */
final class AppendWork extends Work<List<Receipt>> {

    private final Expected expected;
    private final List<NewRow> rows;
    private final boolean idGiven;
    private final long bytes;

    AppendWork(Expected expected, List<NewRow> rows) {
        this.expected = expected;
        this.rows = rows;
        this.idGiven = rows.stream().anyMatch(NewRow::idGiven);
        this.bytes = rows.stream().mapToLong(row -> row.payload().length).sum();
    }

    @Override
    public int events() {
        return rows.size();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    List<Receipt> run(Writer writer) throws SQLException {
        int twice = Envelopes.twice(rows);
        if (twice >= 0) {
            throw reused(twice, "twice in one call");
        }
        if (!expected.equals(Expected.ANY)) {
            String stream = rows.get(0).stream();
            long actual = writer.head(stream);
            if (!expected.matches(actual)) {
                List<Receipt> known = idGiven ? known(writer) : null;
                if (known == null) {
                    throw new WrongVersionException(stream, expected, actual);
                }
                return known;
            }
        }
        return insert(writer);
    }

    private List<Receipt> insert(Writer writer) throws SQLException {
        int mark = writer.mark();
        List<Receipt> receipts = new ArrayList<>(rows.size());
        try {
            for (NewRow row : rows) {
                StoredRow stored = writer.insert(row);
                receipts.add(
                        new Receipt(row.source(), row.id(), row.stream(), stored.version(), stored.position(), false));
            }
            return receipts;
        } catch (SQLException e) {
            if (Faults.isTooBig(e)) {
                writer.undo(mark);
                throw new StoreFullException("an event is larger than the database takes. Lower event.max.bytes");
            }
            if (!Faults.isConstraint(e)) {
                throw e;
            }
            writer.undo(mark);
            List<Receipt> known = known(writer);
            if (known == null) {
                throw e; // no key was taken, so something else is wrong with the database
            }
            return known;
        }
    }

    /** The first receipts, if all of it is stored already; null if none of it is. */
    private @Nullable List<Receipt> known(Writer writer) throws SQLException {
        List<Receipt> receipts = new ArrayList<>(rows.size());
        int first = -1;
        for (int i = 0; i < rows.size(); i++) {
            Known known = writer.known(rows.get(i).key());
            if (known != null) {
                first = first < 0 ? i : first;
                receipts.add(receipt(i, known));
            }
        }
        if (first >= 0 && receipts.size() < rows.size()) {
            throw reused(first, "batch partly stored");
        }
        return first < 0 ? null : receipts;
    }

    private Receipt receipt(int index, Known known) {
        NewRow row = rows.get(index);
        if (!known.source().equals(row.source()) || !known.id().equals(row.id())) {
            throw reused(index, "key");
        }
        if (!known.stream().equals(row.stream())) {
            throw reused(index, "stream");
        }
        if (!known.type().equals(row.type())) {
            throw reused(index, "type");
        }
        if (!Arrays.equals(known.payload(), row.payload())) {
            throw reused(index, "payload");
        }
        return new Receipt(row.source(), row.id(), row.stream(), known.version(), known.position(), true);
    }

    private EventIdReusedException reused(int index, String difference) {
        NewRow row = rows.get(index);
        return new EventIdReusedException(row.source(), row.id(), index, difference);
    }
}
