package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mistersmith.event.CloudEventException;
import io.mistersmith.event.CloudEvents;
import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.PayloadCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@link CloudEvents} on Jackson's trees; knows no OSGi. */
public final class JsonCloudEvents implements CloudEvents {

    private static final String NO_DATA = "null";
    /** Attributes that the specification defines, all of which are text in JSON; extensions may be numbers or true or false. */
    private static final Set<String> TEXTS =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");

    private static final Pattern PLACE_IN_BATCH = Pattern.compile("\\[(\\d+)\\]\\.?(.*)");

    private final PayloadCodec codec;
    private final ObjectMapper json = Mappers.trees();

    /** Payloads of events that are written go through this codec. */
    public JsonCloudEvents(PayloadCodec codec) {
        this.codec = codec;
    }

    @Override
    public NewEvent<JsonPayload> fromJson(byte[] utf8) {
        return event(tree(utf8), -1);
    }

    @Override
    public List<NewEvent<JsonPayload>> fromJsonBatch(byte[] utf8) {
        JsonNode batch = tree(utf8);
        if (!batch.isArray()) {
            throw new CloudEventException("", "the batch is not a JSON array", -1);
        }
        List<NewEvent<JsonPayload>> events = new ArrayList<>(batch.size());
        for (JsonNode one : batch) {
            events.add(event(one, events.size()));
        }
        return events;
    }

    @Override
    public NewEvent<JsonPayload> fromBinary(Map<String, String> attributes, String contentType, byte[] body) {
        CloudEventAttributes event = new CloudEventAttributes(-1);
        attributes.forEach((name, value) -> event.put(name, HeaderText.decode(name, value)));
        if (attributes.containsKey("datacontenttype")) {
            throw new CloudEventException("datacontenttype", "is given by Content-Type in binary mode", -1);
        }
        if (body.length == 0) {
            return event.build(NO_DATA);
        }
        CloudEventAttributes.checkContentType("Content-Type", contentType, -1);
        return event.build(data(body, "data", -1));
    }

    @Override
    public String toJson(Event<?> event) {
        StringBuilder out = new StringBuilder(256).append("{\"specversion\":\"1.0\"");
        attribute(out, "id", event.id());
        attribute(out, "source", event.source());
        attribute(out, "type", event.type());
        attribute(out, "subject", event.subject());
        attribute(out, "time", event.time().toString());
        attribute(out, "datacontenttype", "application/json");
        out.append(",\"dataschemaversion\":").append(event.schemaVersion());
        attribute(out, "correlationid", event.correlationId());
        attribute(out, "causationid", event.causationId());
        attribute(out, "traceparent", event.traceparent());
        new TreeMap<>(event.headers()).forEach((name, value) -> attribute(out, name, value));
        return out.append(",\"data\":")
                .append(JsonText.oneLine(codec.encode(event.payload())))
                .append('}')
                .toString();
    }

    private NewEvent<JsonPayload> event(JsonNode node, int index) {
        if (!node.isObject()) {
            throw new CloudEventException("", "is not a JSON object", index);
        }
        CloudEventAttributes event = new CloudEventAttributes(index);
        node.properties().forEach(field -> {
            if (!field.getKey().equals("data_base64") && !field.getKey().equals("data")) {
                event.put(field.getKey(), text(field.getKey(), field.getValue(), index));
            }
        });
        return event.build(data(node, index));
    }

    /** The value of an attribute as text; null, which means that it is not set, when it is null in JSON. */
    private static @Nullable String text(String name, JsonNode value, int index) {
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isNull()) {
            return null;
        }
        if (TEXTS.contains(name)) {
            throw new CloudEventException(name, "is not text", index); // else 1 and "1" would be one id
        }
        if (value.isBoolean() || value.isIntegralNumber()) {
            return value.asText();
        }
        throw new CloudEventException(name, "is neither text nor a whole number nor true or false", index);
    }

    private String data(JsonNode event, int index) {
        JsonNode data = event.get("data");
        JsonNode base64 = event.get("data_base64");
        if (base64 == null || base64.isNull()) {
            return data == null ? NO_DATA : write(data, "data", index);
        }
        if (data != null) {
            throw new CloudEventException("data_base64", "is given together with data", index);
        }
        if (!base64.isTextual()) {
            throw new CloudEventException("data_base64", "is not text", index);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.textValue());
        } catch (IllegalArgumentException e) {
            throw new CloudEventException("data_base64", "is not Base64: " + e.getMessage(), index);
        }
        return data(bytes, "data_base64", index);
    }

    private String data(byte[] bytes, String field, int index) {
        return write(parse(bytes, field, index), field, index);
    }

    private String write(JsonNode data, String field, int index) {
        String text;
        try {
            text = json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new CloudEventException(field, JsonErrors.reason(e), index);
        }
        int half = JsonErrors.halfSurrogate(text);
        if (half >= 0) {
            throw new CloudEventException(
                    field, "holds half of a surrogate pair, near " + JsonErrors.near(text, half), index);
        }
        return text;
    }

    private JsonNode tree(byte[] utf8) {
        return parse(utf8, "", -1);
    }

    private JsonNode parse(byte[] utf8, String field, int index) {
        // Decoded here, strictly: Jackson guesses UTF-16 and UTF-32, and overlooks some malformed bytes.
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CloudEventException(field, "is not UTF-8", index);
        }
        try (JsonParser parser = new StrictParser(json.createParser(text))) {
            try {
                JsonNode tree = json.readTree(parser);
                if (tree == null || tree.isMissingNode()) {
                    throw new CloudEventException(field, "is not JSON: it is empty", index);
                }
                return tree;
            } catch (UnfitValueException e) {
                throw unfit(field, index, e);
            } catch (JsonProcessingException e) {
                throw new CloudEventException(field, "is not JSON: " + JsonErrors.reason(e), index);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing but memory is read
        }
    }

    /** The path begins with the place in a batch when the text is one. */
    private static CloudEventException unfit(String field, int index, UnfitValueException e) {
        String path = JsonErrors.path(e);
        Matcher batch = PLACE_IN_BATCH.matcher(path);
        if (field.isEmpty() && batch.matches()) {
            return new CloudEventException(batch.group(2), JsonErrors.reason(e), Integer.parseInt(batch.group(1)));
        }
        String dot = field.isEmpty() || path.isEmpty() || path.startsWith("[") ? "" : ".";
        return new CloudEventException(field + dot + path, JsonErrors.reason(e), index);
    }

    private static void attribute(StringBuilder out, String name, @Nullable String value) {
        if (value != null) {
            out.append(",\"").append(name).append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(value, out);
            out.append('"');
        }
    }
}
