package io.mistersmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import io.mistersmith.event.Receipt;
import io.mistersmith.event.internal.JacksonPayloadCodec;
import io.mistersmith.event.internal.JsonCloudEvents;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One event sent in every mode of CloudEvents is one event. */
class RepeatedEventsTest {

    private static final String ENVELOPE = "\"specversion\":\"1.0\",\"type\":\"a.b\",\"source\":\"/s\",\"id\":\"1\"";

    private final JsonCloudEvents cloudEvents = new JsonCloudEvents(new JacksonPayloadCodec());
    private final InMemoryEventStore store = new InMemoryEventStore();

    @Test
    void modeAndSpellingMakeNoOtherEvent() {
        NewEvent<JsonPayload> structured =
                cloudEvents.fromJson(utf8("{" + ENVELOPE + ",\"data\":{\"n\":100,\"t\":\"é\"}}"));
        NewEvent<JsonPayload> binary = cloudEvents.fromBinary(
                Map.of("specversion", "1.0", "type", "a.b", "source", "/s", "id", "1"),
                "application/json",
                utf8("{ \"t\": \"\\u00e9\",\n \"n\": 1e2 }"));
        String base64 = Base64.getEncoder().encodeToString(utf8("{\"t\":\"é\",\"n\":100.0}"));
        List<NewEvent<JsonPayload>> batch = cloudEvents.fromJsonBatch(utf8("[{" + ENVELOPE + ",\"data_base64\":\""
                + base64 + "\"},{\"data\":{\"t\":\"é\",\"n\":0.1e3}," + ENVELOPE + "}]"));

        assertThat(duplicates(List.of(structured))).containsExactly(false);
        assertThat(duplicates(List.of(binary))).containsExactly(true);
        assertThat(duplicates(batch)).containsExactly(true, true);
        assertThat(store.head()).isEqualTo(1);
    }

    private List<Boolean> duplicates(List<NewEvent<JsonPayload>> events) {
        return store.append(events).toCompletableFuture().join().stream()
                .map(Receipt::duplicate)
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
