package io.mistersmith.eventstore.internal.engine;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored event in memory. */
public record StoredRow(
        PayloadCodec codec,
        long position,
        String stream,
        long version,
        String type,
        int schemaVersion,
        String source,
        String id,
        Instant time,
        @Nullable String subject,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        Map<String, String> headers,
        String json)
        implements StoredEvent {

    /** A row that has just been given its place. */
    public static StoredRow of(PayloadCodec codec, NewRow row, long version, long position) {
        return new StoredRow(
                codec,
                position,
                row.stream(),
                version,
                row.type(),
                row.schemaVersion(),
                row.source(),
                row.id(),
                row.time(),
                row.subject(),
                row.correlationId(),
                row.causationId(),
                row.traceparent(),
                row.headers(),
                row.json());
    }

    @Override
    public JsonPayload payload() {
        return new JsonPayload(json);
    }

    @Override
    public <T> T as(Class<T> payloadClass) {
        return codec.decode(json, payloadClass);
    }

    /** Two events are the same event when source and id are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredRow that && source.equals(that.source) && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return source.hashCode() * 31 + id.hashCode();
    }

    /** Without the payload, which may be personal. */
    @Override
    public String toString() {
        return "StoredEvent[position=" + position + ", stream=" + stream + ", version=" + version + ", type=" + type
                + ", source=" + source + ", id=" + id + "]";
    }
}
