package io.mistersmith.event.internal;

import io.mistersmith.event.AttributeText;
import io.mistersmith.event.CloudEventException;
import io.mistersmith.event.EventTypes;
import io.mistersmith.event.JsonPayload;
import io.mistersmith.event.NewEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The context attributes of one CloudEvent from outside, checked one by one. */
final class CloudEventAttributes {

    private static final int MAX_EXTENSIONS = 64;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");
    private static final Pattern JSON_TYPE =
            Pattern.compile("[a-z0-9!#$&^_.+-]+/([a-z0-9!#$&^_.-]+\\+)?json(\\s*;.*)?", Pattern.DOTALL);
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)\"?");
    private static final Set<String> OWN = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "datacontenttype",
            "dataschemaversion",
            "correlationid",
            "causationid",
            "traceparent");

    private final Map<String, String> values = new HashMap<>();
    private final int index;

    CloudEventAttributes(int index) {
        this.index = index;
    }

    /** Takes an attribute; null is the same as not given. */
    void put(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches() || name.equals("data")) {
            throw wrong(name, "is no attribute name: 1 to 20 lower case letters and digits");
        }
        if (value == null) {
            return;
        }
        int limit = OWN.contains(name) && !name.equals("datacontenttype")
                ? AttributeText.MAX_LENGTH
                : AttributeText.MAX_HEADER_LENGTH;
        String problem = AttributeText.problem(value, limit);
        if (problem != null) {
            throw wrong(name, problem);
        }
        values.put(name, value);
    }

    NewEvent<JsonPayload> build(String data) {
        String version = required("specversion");
        if (!version.equals("1.0")) {
            throw wrong("specversion", "is \"" + version + "\", not \"1.0\"");
        }
        String id = required("id");
        String source = required("source");
        checkUri("source", source);
        String type = required("type");
        String problem = EventTypes.problem(type);
        if (problem != null) {
            throw wrong("type", problem);
        }
        String contentType = values.get("datacontenttype");
        if (contentType != null) {
            checkContentType("datacontenttype", contentType, index);
        }
        if (values.containsKey("dataschema")) {
            checkUri("dataschema", required("dataschema"));
        }
        return new NewEvent<>(
                new JsonPayload(data),
                id,
                type,
                schemaVersion(),
                source,
                time(),
                values.get("subject"),
                values.get("correlationid"),
                values.get("causationid"),
                values.get("traceparent"),
                extensions());
    }

    /** Refuses data that is not JSON, or not in UTF-8. */
    static void checkContentType(String field, String value, int index) {
        String lower = value.toLowerCase(Locale.ROOT).strip();
        if (!JSON_TYPE.matcher(lower).matches()) {
            throw new CloudEventException(field, "is \"" + value + "\", which is not JSON", index);
        }
        boolean utf8 = CHARSET.matcher(lower)
                .results()
                .allMatch(charset ->
                        charset.group(1).equals("utf-8") || charset.group(1).equals("us-ascii"));
        if (!utf8) {
            throw new CloudEventException(field, "is \"" + value + "\", which is not UTF-8", index);
        }
    }

    private String required(String name) {
        String value = values.get(name);
        if (value == null) {
            throw wrong(name, "is missing");
        }
        return value;
    }

    private int schemaVersion() {
        String value = values.get("dataschemaversion");
        if (value == null) {
            return 1;
        }
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw wrong("dataschemaversion", "is \"" + value + "\", not a whole number 1..999999999");
        }
        return Integer.parseInt(value);
    }

    private @Nullable Instant time() {
        String value = values.get("time");
        if (value == null) {
            return null;
        }
        try {
            return Rfc3339.parse(value);
        } catch (DateTimeException e) {
            throw wrong("time", "is \"" + value + "\", " + e.getMessage());
        }
    }

    private Map<String, String> extensions() {
        Map<String, String> extensions = new HashMap<>(values);
        extensions.keySet().removeAll(OWN);
        if (extensions.size() > MAX_EXTENSIONS) {
            throw wrong("", "has " + extensions.size() + " extension attributes, allowed are " + MAX_EXTENSIONS);
        }
        return extensions;
    }

    private void checkUri(String name, String value) {
        try {
            new URI(value);
        } catch (URISyntaxException e) {
            throw wrong(
                    name,
                    "is \"" + value + "\", not a URI reference: " + e.getReason() + " at character "
                            + (e.getIndex() + 1));
        }
    }

    private CloudEventException wrong(String field, String reason) {
        return new CloudEventException(field, reason, index);
    }
}
