package io.mistersmith.event;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and writes CloudEvents 1.0 with JSON data
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and its JSON format and HTTP binding).
 *
 * <p>Thread-safe. {@code dataschemaversion} carries the schema version, {@code correlationid}, {@code causationid} and
 * {@code traceparent} the fields of the same name; every other extension attribute becomes a header.
 */
@ProviderType
public interface CloudEvents {

    /**
     * Reads one event in the structured JSON format.
     *
     * @throws CloudEventException if it is not a valid CloudEvent; names the field
     */
    NewEvent<JsonPayload> fromJson(byte[] utf8);

    /**
     * Reads the events of a JSON batch, in its order.
     *
     * @throws CloudEventException if one is not valid; names the index and the field
     */
    List<NewEvent<JsonPayload>> fromJsonBatch(byte[] utf8);

    /**
     * Reads one event in the binary HTTP mode.
     *
     * @param attributes attribute name in lower case, without {@code ce-}, to the header's value as it was sent; a
     *     double-quoted string is unquoted first, then percent sequences are decoded once
     * @param contentType of the body
     * @param body the data; empty means no data
     * @throws CloudEventException if it is not a valid CloudEvent; names the field
     */
    NewEvent<JsonPayload> fromBinary(Map<String, String> attributes, String contentType, byte[] body);

    /**
     * Writes the event in the structured JSON format, on one line.
     *
     * @throws PayloadException if its payload cannot be written
     */
    String toJson(Event<?> event);
}
