package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.Receipt;
import io.mistersmith.eventstore.EventIdReusedException;
import io.mistersmith.eventstore.Expected;
import io.mistersmith.eventstore.StoreFullException;
import io.mistersmith.eventstore.WrongVersionException;
import io.mistersmith.eventstore.internal.engine.NewRow;
import io.mistersmith.eventstore.internal.engine.StoredRow;
import io.mistersmith.eventstore.internal.sqlite.Writer.Known;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One append. It inserts first and asks afterwards: only when a key turns out to be taken, or the stream is not as
 * expected, does it look whether the events are stored already. An event that is repeated, in the call or in the store, is
 * stored once and gets the first one's place; the others are stored behind.
 */
final class AppendWork extends Work<List<Receipt>> {

    /** Where an event is, and whether it was there before this call. */
    private record Place(long version, long position, boolean duplicate) {}

    private final PayloadCodec codec;
    private final Expected expected;
    private final List<NewRow> rows;
    private final boolean idGiven;
    private final long bytes;

    /**
     * An append of rows that all go to one stream unless any version is expected.
     *
     * @param codec decides whether payloads are the same
     */
    AppendWork(PayloadCodec codec, Expected expected, List<NewRow> rows) {
        this.codec = codec;
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
        int[] firsts = firsts();
        Place[] places = new Place[rows.size()];
        if (!expected.equals(Expected.ANY)) {
            String stream = rows.get(0).stream();
            long actual = writer.head(stream);
            if (!expected.matches(actual)) {
                if (!idGiven || lookUp(writer, firsts, places) < distinct(firsts)) {
                    throw new WrongVersionException(stream, expected, actual);
                }
                return receipts(firsts, places);
            }
        }
        int mark = writer.mark();
        try {
            insert(writer, firsts, places);
        } catch (SQLException e) {
            writer.undo(mark);
            if (!Faults.isConstraint(e)) {
                throw typed(e);
            }
            Arrays.fill(places, null);
            if (!idGiven || lookUp(writer, firsts, places) == 0) {
                throw e; // no key was taken, so something else is wrong with the database
            }
            insertRest(writer, firsts, places);
        }
        return receipts(firsts, places);
    }

    private void insertRest(Writer writer, int[] firsts, Place[] places) throws SQLException {
        int mark = writer.mark();
        try {
            insert(writer, firsts, places);
        } catch (SQLException e) {
            writer.undo(mark);
            throw typed(e);
        }
    }

    private static SQLException typed(SQLException e) {
        if (Faults.isTooBig(e)) {
            throw new StoreFullException("an event is larger than the database takes. Lower event.max.bytes");
        }
        return e;
    }

    /** Inserts what has no place yet. */
    private void insert(Writer writer, int[] firsts, Place[] places) throws SQLException {
        for (int i = 0; i < places.length; i++) {
            if (firsts[i] == i && places[i] == null) {
                StoredRow stored = writer.insert(rows.get(i));
                places[i] = new Place(stored.version(), stored.position(), false);
            }
        }
    }

    /** Notes the places of the events that are stored already, and returns how many are. */
    private int lookUp(Writer writer, int[] firsts, Place[] places) throws SQLException {
        int found = 0;
        for (int i = 0; i < places.length; i++) {
            Known known = firsts[i] == i ? writer.known(rows.get(i).key()) : null;
            if (known != null) {
                places[i] = place(i, known);
                found++;
            }
        }
        return found;
    }

    private Place place(int index, Known known) {
        NewRow row = rows.get(index);
        if (!known.source().equals(row.source()) || !known.id().equals(row.id())) {
            throw reused(index, "key");
        }
        boolean same = Arrays.equals(known.payload(), row.payload())
                || codec.same(new String(known.payload(), StandardCharsets.UTF_8), row.json());
        checkSame(index, known.type(), known.subject(), known.stream(), same);
        return new Place(known.version(), known.position(), true);
    }

    /** For each event the index of the first in this call with the same source and id, mostly its own. */
    private int[] firsts() {
        int[] firsts = new int[rows.size()];
        Map<List<String>, Integer> seen = idGiven && rows.size() > 1 ? new HashMap<>() : Map.of();
        for (int i = 0; i < firsts.length; i++) {
            NewRow row = rows.get(i);
            firsts[i] = i;
            if (row.idGiven() && rows.size() > 1) {
                Integer first = seen.putIfAbsent(List.of(row.source(), row.id()), i);
                if (first != null) {
                    NewRow before = rows.get(first);
                    checkSame(
                            i, before.type(), before.subject(), before.stream(), codec.same(before.json(), row.json()));
                    firsts[i] = first;
                }
            }
        }
        return firsts;
    }

    private static int distinct(int[] firsts) {
        int distinct = 0;
        for (int i = 0; i < firsts.length; i++) {
            distinct += firsts[i] == i ? 1 : 0;
        }
        return distinct;
    }

    /** What a caller gives comes first: the stream follows from type or subject, unless the call names one. */
    private void checkSame(int index, String type, @Nullable String subject, String stream, boolean samePayload) {
        NewRow row = rows.get(index);
        if (!type.equals(row.type())) {
            throw reused(index, "type");
        }
        if (!Objects.equals(subject, row.subject())) {
            throw reused(index, "subject");
        }
        if (!stream.equals(row.stream())) {
            throw reused(index, "stream");
        }
        if (!samePayload) {
            throw reused(index, "payload");
        }
    }

    private List<Receipt> receipts(int[] firsts, Place[] places) {
        List<Receipt> receipts = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            NewRow row = rows.get(i);
            Place place = places[firsts[i]];
            receipts.add(new Receipt(
                    row.source(),
                    row.id(),
                    row.stream(),
                    place.version(),
                    place.position(),
                    place.duplicate() || firsts[i] != i));
        }
        return receipts;
    }

    private EventIdReusedException reused(int index, String difference) {
        NewRow row = rows.get(index);
        return new EventIdReusedException(row.source(), row.id(), index, difference);
    }
}
