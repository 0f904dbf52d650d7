package io.mistersmith.eventstore.internal.engine;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the store, with every field decided; only version and position are not.
 *
 * @param key what (source, id) come down to in the unique index
 * @param idGiven whether the caller chose the id, so that it may be stored already
 * @param stream the stream that it goes to
 * @param payload the JSON as UTF-8
 * @param json the same as text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed after it was made
public record NewRow(
        byte[] key,
        boolean idGiven,
        String stream,
        String source,
        String id,
        String type,
        int schemaVersion,
        Instant time,
        @Nullable String subject,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        Map<String, String> headers,
        byte[] payload,
        String json) {}
