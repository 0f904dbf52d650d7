package io.mistersmith.testkit;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored event in memory. */
record MemoryEvent(
        PayloadCodec codec,
        String stream,
        long version,
        long position,
        String id,
        String source,
        String type,
        int schemaVersion,
        Instant time,
        @Nullable String subject,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        Map<String, String> headers,
        String json)
        implements StoredEvent {

    MemoryEvent at(long newVersion, long newPosition) {
        return new MemoryEvent(
                codec,
                stream,
                newVersion,
                newPosition,
                id,
                source,
                type,
                schemaVersion,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers,
                json);
    }

    @Override
    public <T> T as(Class<T> payloadClass) {
        return codec.decode(json, payloadClass);
    }

    @Override
    public JsonPayload payload() {
        return new JsonPayload(json);
    }

    @Override
    public String toString() {
        return position + ": " + stream + "#" + version + " " + type + " " + json;
    }
}
