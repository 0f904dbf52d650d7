package io.mistersmith.event.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mistersmith.event.CloudEventException;
import io.mistersmith.event.Event;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCloudEventsTest {

    private static final String REQUIRED =
            "\"specversion\":\"1.0\",\"id\":\"o-1\",\"source\":\"/shop\",\"type\":\"order.placed\"";

    private final JsonCloudEvents events = new JsonCloudEvents(new JacksonPayloadCodec());

    @Test
    void everyAttributeOfAStructuredEventIsTaken() {
        NewEvent<JsonPayload> event = events.fromJson(utf8("{" + REQUIRED
                + ",\"subject\":\"order ü\",\"time\":\"2026-05-04T05:02:01.5+02:00\""
                + ",\"datacontenttype\":\"application/json; charset=UTF-8\",\"dataschema\":\"https://acme.com/o\""
                + ",\"dataschemaversion\":3,\"correlationid\":\"cart\",\"causationid\":\"click\",\"traceparent\":\"00-a\""
                + ",\"tenant\":\"acme\",\"retries\":2,\"test\":true,\"gone\":null"
                + ",\"data\":{\"b\":1.10,\"a\":[1e3,\"x\\u0000\"]}}"));

        assertThat(event)
                .isEqualTo(new NewEvent<>(
                        new JsonPayload("{\"b\":1.10,\"a\":[1E+3,\"x\\u0000\"]}"),
                        "o-1",
                        "order.placed",
                        3,
                        "/shop",
                        Instant.parse("2026-05-04T03:02:01.5Z"),
                        "order ü",
                        "cart",
                        "click",
                        "00-a",
                        Map.of("tenant", "acme", "retries", "2", "test", "true", "dataschema", "https://acme.com/o")));
    }

    @Test
    void whatIsLeftOutIsNotSet() {
        NewEvent<JsonPayload> event = events.fromJson(utf8("{" + REQUIRED + "}"));

        assertThat(event.payload()).isEqualTo(new JsonPayload("null"));
        assertThat(event.schemaVersion()).isEqualTo(1);
        assertThat(event.time()).isNull();
        assertThat(event.subject()).isNull();
        assertThat(event.headers()).isEmpty();
    }

    @Test
    void bodyThatIsCutOffIsAnsweredWithPlacesAndNoWordOnTheParser() {
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromJson(utf8("{\"specversion\":\"1.0\"")))
                .withMessage("is not JSON: Unexpected end-of-input: expected close marker for Object"
                        + " (start marker at line 1, column 1) (line 1, column 21)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"text\"", "null", "true", "[]", "{}"})
    void dataMayBeAnyJsonValue(String data) {
        assertThat(events.fromJson(utf8("{" + REQUIRED + ",\"data\":" + data + "}"))
                        .payload()
                        .json())
                .isEqualTo(data);
    }

    @Test
    void base64IsTakenWhenItHoldsJson() {
        assertThat(events.fromJson(utf8("{" + REQUIRED + ",\"data_base64\":\"eyJhIjogMX0=\"}"))
                        .payload()
                        .json())
                .isEqualTo("{\"a\":1}");
    }

    static List<Arguments> malformed() {
        String half = "\\ud83d";
        return List.of(
                arguments("", "", "empty"),
                arguments("{", "", "is not JSON"),
                arguments("[]", "", "is not a JSON object"),
                arguments("{" + REQUIRED + "} {}", "", "is not JSON: goes on after the JSON value"),
                arguments("{" + REQUIRED + ",\"id\":\"o-2\"}", "", "Duplicate"),
                arguments("{" + REQUIRED + ",\"data\":{\"a\":1,\"a\":2}}", "", "Duplicate"),
                arguments("{" + REQUIRED + ",\"data\":" + "[".repeat(200) + "]".repeat(200) + "}", "", "100"),
                arguments(without("specversion"), "specversion", "is missing"),
                arguments(without("id"), "id", "is missing"),
                arguments(without("source"), "source", "is missing"),
                arguments(without("type"), "type", "is missing"),
                arguments(with("specversion", "\"0.3\""), "specversion", "is \"0.3\", not \"1.0\""),
                arguments(with("specversion", "1.0"), "specversion", "is not text"),
                arguments(with("id", "\"\""), "id", "is empty"),
                arguments(with("id", "null"), "id", "is missing"),
                arguments(with("id", "\"" + "x".repeat(256) + "\""), "id", "256 characters, allowed are 255"),
                arguments(with("id", "\"a\\u0007\""), "id", "control character (U+0007) at character 2"),
                arguments(with("id", "\"a\\u0000\""), "id", "control character (U+0000) at character 2"),
                arguments(with("tenant", "\"a\\u0085\""), "tenant", "control character (U+0085) at character 2"),
                arguments(with("correlationid", "\"\\n\""), "correlationid", "control character (U+000A)"),
                arguments(with("id", "\"a\\uffff\""), "id", "no character (U+FFFF) at character 2"),
                arguments(with("id", "\"a" + half + "\""), "id", "half of a surrogate pair"),
                arguments("\uFEFF{" + REQUIRED + "}", "", "is not JSON"),
                arguments("{" + REQUIRED + ",\"ID\":\"o-2\"}", "ID", "no attribute name"),
                arguments(with("source", "\"\""), "source", "is empty"),
                arguments(with("source", "\"a b\""), "source", "not a URI reference"),
                arguments(with("source", "{}"), "source", "is not text"),
                arguments(with("type", "\"Order.placed\""), "type", "segment \"Order\""),
                arguments(with("type", "\"order.\""), "type", "segment \"\" at character 7"),
                arguments(with("subject", "\"\""), "subject", "is empty"),
                arguments(with("time", "\"yesterday\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-02-30T00:00:00Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00:00\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T24:00:00Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01 00:00:00Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00:00,5Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00:00.Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00:00+24:00\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00:00+00:60\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00:00+0100\""), "time", "RFC 3339"),
                arguments(with("time", "\"+2026-01-01T00:00:00Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-01T00:00:61Z\""), "time", "RFC 3339"),
                arguments(with("time", "\"2026-01-15T12:30:60Z\""), "time", "leap second"),
                arguments(with("time", "\"2016-12-31T23:59:60+01:00\""), "time", "leap second"),
                arguments(with("time", "\"9999-12-31T23:59:59-18:00\""), "time", "outside the years 0 to 9999"),
                arguments(with("time", "\"0000-01-01T00:00:00+00:01\""), "time", "outside the years 0 to 9999"),
                arguments(with("time", "1767225600"), "time", "is not text"),
                arguments(with("datacontenttype", "\"text/xml\""), "datacontenttype", "not JSON"),
                arguments(with("datacontenttype", "\"application/jsonx\""), "datacontenttype", "not JSON"),
                arguments(
                        with("datacontenttype", "\"application/json;charset=latin1\""), "datacontenttype", "not UTF-8"),
                arguments(with("dataschema", "\":\""), "dataschema", "not a URI reference"),
                arguments(with("dataschemaversion", "0"), "dataschemaversion", "is \"0\""),
                arguments(with("dataschemaversion", "\"two\""), "dataschemaversion", "is \"two\""),
                arguments(with("dataschemaversion", "1.5"), "dataschemaversion", "neither text"),
                arguments(with("Tenant", "\"a\""), "Tenant", "no attribute name"),
                arguments(with("my-tenant", "\"a\""), "my-tenant", "no attribute name"),
                arguments(with("a".repeat(21), "\"a\""), "a".repeat(21), "no attribute name"),
                arguments(with("data_base65", "\"a\""), "data_base65", "no attribute name"),
                arguments(with("tenant", "{\"a\":1}"), "tenant", "neither text"),
                arguments(with("tenant", "[1]"), "tenant", "neither text"),
                arguments(with("data_base64", "\"!\""), "data_base64", "is not Base64"),
                arguments(with("data_base64", "7"), "data_base64", "is not text"),
                arguments(with("data_base64", "\"AAEC\""), "data_base64", "is not JSON"),
                arguments(with("data_base64", "\"/w==\""), "data_base64", "is not UTF-8"),
                arguments("{\"specversion\":\"1.0\",\"id\":1,\"source\":\"/s\",\"type\":\"t\"}", "id", "is not text"),
                arguments(with("subject", "true"), "subject", "is not text"),
                arguments(with("data\":1,\"data_base64", "\"e30=\""), "data_base64", "together with data"),
                arguments(
                        with("data", "{\"a\":[1,1e1200]}"), "data.a[1]", "is a number of 1201 digits once written out"),
                arguments(with("data", "1e-1000"), "data", "is a number of 1001 digits"),
                arguments(with("tenant", "1e99999999999"), "tenant", "exponent is out of range"),
                arguments(with("data_base64", "\"MWUxMjAw\""), "data_base64", "1201 digits"),
                arguments(with("data", "\"" + half + "\""), "data", "half of a surrogate pair"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedEventIsRefusedWithFieldAndReason(String json, String field, String reason) {
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromJson(utf8(json)))
                .satisfies(e -> {
                    assertThat(e.field()).isEqualTo(field);
                    assertThat(e.index()).isEqualTo(-1);
                })
                .withMessageContaining(reason)
                .withMessageNotContaining("\n");
    }

    static List<Arguments> times() {
        return List.of(
                arguments("2026-05-04t03:02:01z", "2026-05-04T03:02:01Z"),
                arguments("2026-05-04T03:02:01-00:00", "2026-05-04T03:02:01Z"),
                arguments("2026-05-04T03:02:01+23:59", "2026-05-03T03:03:01Z"),
                arguments("2026-05-04T03:02:01-23:59", "2026-05-05T03:01:01Z"),
                arguments("2026-05-04T03:02:01.1234567891234Z", "2026-05-04T03:02:01.123456789Z"),
                arguments("2026-05-04T03:02:01." + "9".repeat(100) + "Z", "2026-05-04T03:02:01.999999999Z"),
                arguments("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
                arguments("2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.500Z"),
                arguments("2015-06-30T23:59:60Z", "2015-06-30T23:59:59Z"),
                arguments("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59Z"),
                arguments("2017-01-01T00:59:60+01:00", "2016-12-31T23:59:59Z"),
                arguments("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
                arguments("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
                arguments("9999-12-31T00:00:00-23:59", "9999-12-31T23:59:00Z"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void timeIsTakenInEveryFormOfRfc3339(String time, Instant expected) {
        NewEvent<JsonPayload> event = events.fromJson(utf8(with("time", "\"" + time + "\"")));

        assertThat(event.time()).isEqualTo(expected);
        assertThat(events.fromJson(utf8(with("time", "\"" + expected + "\""))).time())
                .as("read from what is written of it")
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "c080", "e080af", "eda080", "f4908080", "ff", "80", "c3"})
    void bytesThatAreNotUtf8AreRefusedWhereverTheyStand(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);

        for (String json : List.of(with("subject", "\"@\""), with("data", "\"@\""), with("a", "\"@\""), "@")) {
            assertThatExceptionOfType(CloudEventException.class)
                    .isThrownBy(() -> events.fromJson(replaced(json, bad)))
                    .withMessage("is not UTF-8");
        }
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromBinary(binary(), "application/json", replaced("\"@\"", bad)))
                .withMessage("data is not UTF-8");
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromBinary(
                        with(binary(), "id", "x%" + hex.replaceAll("..(?=.)", "$0%")), "", new byte[0]))
                .withMessage("id is not percent-encoded UTF-8");
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() {
        byte[] utf16 = ("{" + REQUIRED + "}").getBytes(StandardCharsets.UTF_16LE);
        assertThatExceptionOfType(CloudEventException.class).isThrownBy(() -> events.fromJson(utf16));
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromJson(new byte[] {'"', (byte) 0xc3, '"'}))
                .withMessageContaining("is not UTF-8");
    }

    @Test
    void batchKeepsItsOrderAndNamesTheIndexOfABadEvent() {
        String good = "{" + REQUIRED + "}";
        String other = good.replace("o-1", "o-2");

        assertThat(events.fromJsonBatch(utf8("[" + good + "," + other + "]")))
                .extracting(NewEvent::id)
                .containsExactly("o-1", "o-2");
        assertThat(events.fromJsonBatch(utf8("[]"))).isEmpty();
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromJsonBatch(utf8("[" + good + "," + without("id") + "]")))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1))
                .withMessage("event 1: id is missing");
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromJsonBatch(utf8(good)))
                .withMessageContaining("not a JSON array");
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromJsonBatch(utf8("[1]")))
                .withMessage("event 0: is not a JSON object");
        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromJsonBatch(utf8("[" + good + "," + with("data", "{\"a\":1e1200}") + "]")))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1))
                .satisfies(e -> assertThat(e.field()).isEqualTo("data.a"));
    }

    @Test
    void binaryEventTakesAttributesFromHeadersAndDataFromTheBody() {
        Map<String, String> headers = binary();
        headers.put("subject", "Euro%20%E2%82%AC%20%F0%9F%98%80+1");
        headers.put("tenant", "acme");

        NewEvent<JsonPayload> event = events.fromBinary(headers, "application/json", utf8("{ \"a\" : 1 }"));

        assertThat(event.subject()).isEqualTo("Euro € \uD83D\uDE00+1");
        assertThat(event.headers()).isEqualTo(Map.of("tenant", "acme"));
        assertThat(event.payload().json()).isEqualTo("{\"a\":1}");
        assertThat(events.fromBinary(binary(), "application/cloud+json;charset=utf-8", utf8("1"))
                        .payload()
                        .json())
                .isEqualTo("1");
        assertThat(events.fromBinary(binary(), "", new byte[0]).payload().json())
                .isEqualTo("null");
    }

    static List<Arguments> headerValues() {
        return List.of(
                arguments("plain", "plain"),
                arguments("two words", "two words"),
                arguments("\"quoted\"", "quoted"),
                arguments("\"two words\"", "two words"),
                arguments("\" a \"", " a "),
                arguments("\"a\\\"b\\\\c\\d\"", "a\"b\\cd"),
                arguments("a\\b", "a\\b"),
                arguments("\"a%20b\"", "a b"),
                arguments("\"\\%41\"", "A"),
                arguments("%22a%22", "\"a\""),
                arguments("\"%22a%5C%22\"", "\"a\\\""),
                arguments("%2541", "%41"),
                arguments("%e2%82%aC", "\u20ac"),
                arguments("\u00e9%20\ud83d\ude00", "\u00e9 \ud83d\ude00"),
                arguments("a+b", "a+b"));
    }

    @ParameterizedTest
    @MethodSource("headerValues")
    void headerValueIsUnquotedAndThenPercentDecodedOnce(String header, String value) {
        NewEvent<JsonPayload> event = events.fromBinary(with(binary(), "subject", header), "", new byte[0]);

        assertThat(event.subject()).isEqualTo(value);
    }

    static List<Arguments> malformedBinary() {
        return List.of(
                arguments("subject", "a%2", "application/json", "1", "subject", "percent sequence at character 2"),
                arguments("subject", "", "application/json", "1", "subject", "is empty"),
                arguments("subject", "\"\"", "application/json", "1", "subject", "is empty"),
                arguments("subject", "\"a", "application/json", "1", "subject", "no closing double quote"),
                arguments("subject", "\"", "application/json", "1", "subject", "no closing double quote"),
                arguments("subject", "\"a\\\"", "application/json", "1", "subject", "no closing double quote"),
                arguments("subject", "\"a\"b", "application/json", "1", "subject", "closing double quote"),
                arguments("subject", "\"a\" \"b\"", "application/json", "1", "subject", "closing double quote"),
                arguments("subject", "a\"b\"", "application/json", "1", "subject", "double quote at character 2"),
                arguments("subject", "\ud83d%20", "application/json", "1", "subject", "half of a surrogate pair"),
                arguments("subject", "a%0Ab", "application/json", "1", "subject", "control character (U+000A)"),
                arguments("subject", "a%00", "application/json", "1", "subject", "control character (U+0000)"),
                arguments("subject", "%\u0664\u0661", "application/json", "1", "subject", "percent sequence"),
                arguments("", "a", "application/json", "1", "", "no attribute name"),
                arguments(
                        "subject",
                        "a",
                        "application/json;charset=utf-8;charset=latin1",
                        "1",
                        "Content-Type",
                        "not UTF-8"),
                arguments("subject", "%zz", "application/json", "1", "subject", "percent sequence at character 1"),
                arguments("subject", "%C3", "application/json", "1", "subject", "not percent-encoded UTF-8"),
                arguments("Subject", "a", "application/json", "1", "Subject", "no attribute name"),
                arguments("data", "a", "application/json", "1", "data", "no attribute name"),
                arguments(
                        "datacontenttype", "application/json", "application/json", "1", "datacontenttype", "given by"),
                arguments("subject", "a", "text/plain", "1", "Content-Type", "not JSON"),
                arguments("subject", "a", "", "1", "Content-Type", "not JSON"),
                arguments("subject", "a", "application/json", "{", "data", "is not JSON"),
                arguments("specversion", "2", "application/json", "1", "specversion", "not \"1.0\""));
    }

    @ParameterizedTest
    @MethodSource("malformedBinary")
    void malformedBinaryEventIsRefused(
            String name, String value, String contentType, String body, String field, String reason) {
        Map<String, String> headers = binary();
        headers.put(name, value);

        assertThatExceptionOfType(CloudEventException.class)
                .isThrownBy(() -> events.fromBinary(headers, contentType, utf8(body)))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field))
                .withMessageContaining(reason);
    }

    @Test
    void writtenEventIsOneLineAndReadsBackTheSame() {
        NewEvent<JsonPayload> event = NewEvent.json(
                        "order.placed", "{\n  \"a b\" : \"x\\\" \\n y\",\r\n \"c\":[ 1.10 ]}")
                .withId("o \"1\"")
                .withSource("/shop")
                .withTime(Instant.parse("2026-05-04T03:02:01.123Z"))
                .withSubject("s")
                .withSchemaVersion(2)
                .withCorrelationId("c")
                .withCausationId("k")
                .withTraceparent("t")
                .withHeader("zone", "eu")
                .withHeader("area", "n\u00f6rd");

        String json = events.toJson(new Written(event));

        assertThat(json)
                .doesNotContain("\n", "\r")
                .contains("\"area\":\"nörd\",\"zone\":\"eu\"")
                .endsWith(",\"data\":{\"a b\":\"x\\\" \\n y\",\"c\":[1.10]}}");
        assertThat(events.fromJson(utf8(json)))
                .isEqualTo(new NewEvent<>(
                        new JsonPayload("{\"a b\":\"x\\\" \\n y\",\"c\":[1.10]}"),
                        event.id(),
                        event.type(),
                        2,
                        "/shop",
                        event.time(),
                        "s",
                        "c",
                        "k",
                        "t",
                        event.headers()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "data", "specversion", "traceparent"})
    void headerCannotTakeTheNameOfAField(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NewEvent.json("order.placed", "1").withHeader(name, "x"))
                .withMessage("header \"" + name + "\" is a field of the event, not a header");
    }

    /** Every field of the event is set. */
    @NullUnmarked
    private record Written(NewEvent<JsonPayload> event) implements Event<JsonPayload> {

        @Override
        public String id() {
            return event.id();
        }

        @Override
        public String type() {
            return event.type();
        }

        @Override
        public int schemaVersion() {
            return event.schemaVersion();
        }

        @Override
        public String source() {
            return event.source();
        }

        @Override
        public Instant time() {
            return event.time();
        }

        @Override
        public String subject() {
            return event.subject();
        }

        @Override
        public String correlationId() {
            return event.correlationId();
        }

        @Override
        public String causationId() {
            return event.causationId();
        }

        @Override
        public String traceparent() {
            return event.traceparent();
        }

        @Override
        public Map<String, String> headers() {
            return event.headers();
        }

        @Override
        public JsonPayload payload() {
            return event.payload();
        }
    }

    private static Map<String, String> binary() {
        return new HashMap<>(Map.of("specversion", "1.0", "id", "o-1", "source", "/shop", "type", "order.placed"));
    }

    /** A valid event with this attribute in place of what it has, or besides. */
    private static String with(String name, String value) {
        return without(name)
                .replaceFirst("\\{", "{\"" + name.replace("\\", "\\\\") + "\":" + value.replace("\\", "\\\\") + ",");
    }

    private static String without(String name) {
        return ("{" + REQUIRED + "}")
                .replaceFirst("\"" + name + "\":\"[^\"]*\",?", "")
                .replace(",}", "}");
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        headers.put(name, value);
        return headers;
    }

    /** The text in UTF-8, with these bytes in place of the @. */
    private static byte[] replaced(String text, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(utf8(text.substring(0, text.indexOf('@'))));
        out.writeBytes(bytes);
        out.writeBytes(utf8(text.substring(text.indexOf('@') + 1)));
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
