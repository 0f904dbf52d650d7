package io.mistersmith.eventstore.internal.engine;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import io.mistersmith.event.PayloadType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what callers append into rows: fills in what they left out, encodes payloads, refuses what is malformed. */
public final class Envelopes {

    /** How many events one append may have. */
    public static final int MAX_EVENTS = 4_000;

    private static final int MAX_LENGTH = 255;
    private static final String TYPE_STREAM = "type:";

    private final PayloadCodec codec;
    private final Clock clock;
    private final EventKeys keys;

    public Envelopes(PayloadCodec codec, Clock clock) {
        this.codec = codec;
        this.clock = clock;
        this.keys = new EventKeys(clock);
    }

    /** The codec that rows are read with. */
    public PayloadCodec codec() {
        return codec;
    }

    /**
     * Encodes one append.
     *
     * @param source of events that name none
     * @param stream of all; null: each to that of its subject
     * @param maxBytes of one payload
     * @throws IllegalArgumentException if something is out of range
     * @throws io.mistersmith.event.PayloadException if a payload cannot be written
     */
    public List<NewRow> encode(String source, @Nullable String stream, List<?> payloadsOrEvents, int maxBytes) {
        int size = payloadsOrEvents.size();
        if (size < 1 || size > MAX_EVENTS) {
            throw new IllegalArgumentException(size + " events in one append, allowed are 1 to " + MAX_EVENTS);
        }
        if (stream != null) {
            check("stream", stream);
        }
        Instant now = clock.instant();
        List<NewRow> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Object one = Objects.requireNonNull(payloadsOrEvents.get(i), "event");
            NewRow row = encode(source, stream, one instanceof NewEvent<?> event ? event : NewEvent.of(one), now);
            if (row.payload().length > maxBytes) {
                throw new IllegalArgumentException("event " + i + ": payload has " + row.payload().length
                        + " bytes, allowed are " + maxBytes + " (event.max.bytes)");
            }
            rows.add(row);
        }
        return rows;
    }

    private NewRow encode(String bundle, @Nullable String stream, NewEvent<?> event, Instant now) {
        Object payload = event.payload();
        String source = event.source() == null ? bundle : event.source();
        PayloadType type = typeOf(event);
        String subject = subjectOf(event);
        String json = codec.encode(payload);
        String given = event.id();
        UUID made = given == null ? keys.newId() : null;
        String id = check("id", made == null ? Objects.requireNonNull(given) : made.toString());
        return new NewRow(
                made == null ? keys.key(check("source", source), id) : keys.key(check("source", source), made),
                made == null,
                stream != null ? stream : subject != null ? subject : TYPE_STREAM + type.name(),
                source,
                id,
                check("type", type.name()),
                type.version(),
                event.time() == null ? now : event.time(),
                subject,
                event.correlationId(),
                event.causationId(),
                event.traceparent(),
                event.headers(),
                json.getBytes(StandardCharsets.UTF_8),
                json);
    }

    private PayloadType typeOf(NewEvent<?> event) {
        String type = event.type();
        int version = event.schemaVersion();
        if (type == null) {
            PayloadType named = codec.typeOf(event.payload().getClass());
            return version == 0 ? named : new PayloadType(named.name(), version);
        }
        return new PayloadType(type, version == 0 ? versionOf(event.payload()) : version);
    }

    private int versionOf(Object payload) {
        if (payload instanceof JsonPayload) {
            return 1;
        }
        try {
            return codec.typeOf(payload.getClass()).version();
        } catch (IllegalArgumentException namesNoType) {
            return 1; // the caller gave the type, so the class need not
        }
    }

    private @Nullable String subjectOf(NewEvent<?> event) {
        String subject = event.subject();
        if (subject == null && !(event.payload() instanceof JsonPayload)) {
            subject = codec.subjectOf(event.payload());
        }
        return subject == null ? null : check("subject", subject);
    }

    /** Half a surrogate pair would be stored as a question mark, and two names would become one. */
    private static String check(String field, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters, allowed are 1 to " + MAX_LENGTH);
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                int point = value.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(point)) {
                    throw new IllegalArgumentException(field + " has half a surrogate pair at " + i);
                }
                i++;
            }
        }
        return value;
    }
}
