package io.mistersmith.gateway.internal.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mistersmith.event.CloudEventException;
import io.mistersmith.event.CloudEvents;
import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the four required attributes, the subject and the data; the real one is tested where it is. */
public final class FakeCloudEvents implements CloudEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public NewEvent<JsonPayload> fromJson(byte[] utf8) {
        return event(tree(utf8), -1);
    }

    @Override
    public List<NewEvent<JsonPayload>> fromJsonBatch(byte[] utf8) {
        JsonNode all = tree(utf8);
        if (!all.isArray()) {
            throw new CloudEventException("", "is not a JSON array", -1);
        }
        List<NewEvent<JsonPayload>> events = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            events.add(event(all.get(i), i));
        }
        return events;
    }

    @Override
    public NewEvent<JsonPayload> fromBinary(Map<String, String> attributes, String contentType, byte[] body) {
        var tree = JSON.createObjectNode();
        attributes.forEach(tree::put);
        tree.set("data", tree(body));
        return event(tree, -1);
    }

    @Override
    public String toJson(Event<?> event) {
        throw new UnsupportedOperationException();
    }

    private static JsonNode tree(byte[] utf8) {
        try {
            JsonNode tree = JSON.readTree(new String(utf8, StandardCharsets.UTF_8));
            if (tree.isMissingNode()) {
                throw new CloudEventException("", "is empty", -1);
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new CloudEventException("", "is not JSON: " + e.getOriginalMessage(), -1);
        }
    }

    private static NewEvent<JsonPayload> event(JsonNode json, int index) {
        if (!json.isObject()) {
            throw new CloudEventException("", "is not a JSON object", index);
        }
        required(json, "specversion", index);
        String payload = json.path("data").toString();
        NewEvent<JsonPayload> event = NewEvent.json(required(json, "type", index), payload)
                .withId(required(json, "id", index))
                .withSource(required(json, "source", index));
        return json.hasNonNull("subject")
                ? event.withSubject(json.get("subject").asText())
                : event;
    }

    private static String required(JsonNode json, String field, int index) {
        if (!json.path(field).isTextual()) {
            throw new CloudEventException(field, "is missing", index);
        }
        return json.get(field).asText();
    }
}
