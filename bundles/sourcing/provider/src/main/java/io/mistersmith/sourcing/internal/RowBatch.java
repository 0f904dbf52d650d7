package io.mistersmith.sourcing.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.Change;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.eventstore.StoredEvent;
import io.mistersmith.sourcing.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows that some events change. Rows are read from the store once and then kept until the batch is saved, so that an
 * event sees what the ones before it did. Not thread-safe.
 */
final class RowBatch {

    private static final int MAX_KEY = 255;

    private final Projection<Object, Object> projection;
    private final String name;
    private final int version;
    private final Class<?> valueType;
    private final Map<String, Class<?>> types;
    private final PayloadCodec codec;
    private final Consumers rows;
    private final Map<String, Row> changed = new LinkedHashMap<>();
    private int taken;

    RowBatch(RunningProjection owner, Map<String, Class<?>> types, PayloadCodec codec, Consumers rows) {
        this.projection = owner.projection();
        this.name = owner.name();
        this.version = owner.version();
        this.valueType = owner.types().value();
        this.types = types;
        this.codec = codec;
        this.rows = rows;
    }

    /** Lets the projection take an event, if it is of its types. What it throws leaves the batch as it was. */
    void take(StoredEvent event) {
        Class<?> type = types.get(event.type());
        if (type == null) {
            return;
        }
        Object payload = codec.decode(event.json(), type);
        DecodedEvent decoded = new DecodedEvent(event, payload);
        String key = projection.key(payload, decoded);
        if (key == null || key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    "its key has " + (key == null ? 0 : key.length()) + " characters, allowed are 1 to " + MAX_KEY);
        }
        Object after = projection.apply(before(key), payload, decoded);
        if (after == null) {
            throw new IllegalArgumentException("apply returned null");
        }
        changed.put(key, new Row(after, codec.encode(after)));
        taken++;
    }

    private Optional<Object> before(String key) {
        Row row = changed.get(key);
        return row != null
                ? Optional.of(row.value)
                : rows.view(name, version, key).map(json -> codec.decode(json, valueType));
    }

    /** How many events the projection took. */
    int taken() {
        return taken;
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>(changed.size() + 1);
        changed.forEach((key, row) -> changes.add(new Change.PutView(name, version, key, row.json)));
        return changes;
    }

    private record Row(Object value, String json) {}
}
