package io.mistersmith.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A payload with the envelope fields that its publisher wants to set; what is null here is filled in on publishing.
 *
 * <p>{@code bus.publishGuaranteed(NewEvent.of(order).withId("o-1").withCorrelationId(cart))}
 *
 * <p>Every text has the form that {@link AttributeText} checks; all but the headers have at most
 * {@link AttributeText#MAX_LENGTH} characters.
 *
 * @param payload a record whose class names its event type, or a {@link JsonPayload}
 * @param id unique within {@code source}; null: a new UUIDv7
 * @param type the event type, of the form that {@link EventTypes} checks; null: that of the payload's class. Required for a
 *     {@link JsonPayload}
 * @param schemaVersion 1 or more; 0: that of the payload's class, or 1
 * @param source who publishes; null: the symbolic name of the publishing bundle
 * @param time when it happened, in the years 0 to 9999; null: now
 * @param subject what it is about; null: the payload's {@link Subject} component, if it has one
 * @param correlationId shared by all events of one business transaction; null: that of the event being handled, if any
 * @param causationId id of the event that led to this one; null: that of the event being handled, if any
 * @param traceparent W3C trace context; null: that of the event being handled, if any
 * @param headers CloudEvents extension attributes: names of 1 to 20 lower case letters and digits, values of at most
 *     {@link AttributeText#MAX_HEADER_LENGTH} characters
 * @param <T> the payload's type
 */
public record NewEvent<T>(
        T payload,
        @Nullable String id,
        @Nullable String type,
        int schemaVersion,
        @Nullable String source,
        @Nullable Instant time,
        @Nullable String subject,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        Map<String, String> headers) {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    /** CloudEvents attributes that are not headers. */
    private static final Set<String> FIELDS = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "data",
            "datacontenttype",
            "dataschemaversion",
            "correlationid",
            "causationid",
            "traceparent");

    /**
     * Checks what it is given.
     *
     * @throws IllegalArgumentException if a text is not of the form that {@link AttributeText} checks, a type is malformed,
     *     a schema version is negative, a time is outside the years 0 to 9999, a header's name is malformed or that of a
     *     field, or a {@link JsonPayload} comes without a type
     */
    public NewEvent {
        Objects.requireNonNull(payload, "payload");
        check("id", id);
        checkType(type);
        check("source", source);
        check("subject", subject);
        check("correlationId", correlationId);
        check("causationId", causationId);
        check("traceparent", traceparent);
        checkTime(time);
        if (schemaVersion < 0) {
            throw new IllegalArgumentException("schemaVersion=" + schemaVersion + " is negative");
        }
        if (payload instanceof JsonPayload && type == null) {
            throw new IllegalArgumentException("type is missing: a JSON payload does not name its event type");
        }
        headers.forEach(NewEvent::checkHeader);
        headers = Map.copyOf(headers);
    }

    /** An event with this payload and no field set. */
    public static <T> NewEvent<T> of(T payload) {
        return new NewEvent<>(payload, null, null, 0, null, null, null, null, null, null, Map.of());
    }

    /** An event of this type with a payload that is JSON already. */
    public static NewEvent<JsonPayload> json(String type, String json) {
        return new NewEvent<>(new JsonPayload(json), null, type, 0, null, null, null, null, null, null, Map.of());
    }

    /** The same event with this id. */
    public NewEvent<T> withId(String id) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event from this source. */
    public NewEvent<T> withSource(String source) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event at this time. */
    public NewEvent<T> withTime(Instant time) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event about this subject. */
    public NewEvent<T> withSubject(String subject) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event with this version of the payload's shape. */
    public NewEvent<T> withSchemaVersion(int schemaVersion) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event as part of this business transaction. */
    public NewEvent<T> withCorrelationId(String correlationId) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event as a consequence of the event with this id. */
    public NewEvent<T> withCausationId(String causationId) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event in this W3C trace. */
    public NewEvent<T> withTraceparent(String traceparent) {
        return new NewEvent<>(
                payload,
                id,
                type,
                schemaVersion,
                source,
                time,
                subject,
                correlationId,
                causationId,
                traceparent,
                headers);
    }

    /** The same event with one header more, or with another value for it. */
    public NewEvent<T> withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new NewEvent<>(
                payload, id, type, schemaVersion, source, time, subject, correlationId, causationId, traceparent, more);
    }

    private static void check(String field, @Nullable String value) {
        String problem = value == null ? null : AttributeText.problem(value, AttributeText.MAX_LENGTH);
        if (problem != null) {
            throw new IllegalArgumentException(field + " " + problem);
        }
    }

    /** RFC 3339, in which CloudEvents carry their time, has years of four digits. */
    private static void checkTime(@Nullable Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw new IllegalArgumentException("time " + time + " is outside the years 0 to 9999 in UTC");
        }
    }

    private static void checkType(@Nullable String type) {
        String problem = type == null ? null : EventTypes.problem(type);
        if (problem != null) {
            throw new IllegalArgumentException("type " + problem);
        }
    }

    private static void checkHeader(String name, String value) {
        if (!name.matches("[a-z0-9]{1,20}")) {
            throw new IllegalArgumentException(
                    "header \"" + name + "\" is not 1 to 20 lower case letters and digits, as CloudEvents asks");
        }
        if (FIELDS.contains(name)) {
            throw new IllegalArgumentException("header \"" + name + "\" is a field of the event, not a header");
        }
        String problem = AttributeText.problem(value, AttributeText.MAX_HEADER_LENGTH);
        if (problem != null) {
            throw new IllegalArgumentException("header \"" + name + "\" " + problem);
        }
    }
}
