package io.mistersmith.gateway.internal.intake;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a request body holds events: the three modes of the CloudEvents HTTP binding, and lines. */
public enum ContentMode {
    /** One event, {@code application/cloudevents+json}. */
    STRUCTURED,
    /** A JSON array of events, {@code application/cloudevents-batch+json}. */
    BATCH,
    /** Attributes in {@code ce-} headers, the data as the body. */
    BINARY,
    /** One event a line, {@code application/x-ndjson}, read and answered as a stream. */
    LINES;

    /** What is accepted, for whoever sent something else. */
    public static final String ACCEPTED = "application/cloudevents+json, application/cloudevents-batch+json,"
            + " application/x-ndjson, or application/json with ce- headers";

    /**
     * Which one it is; empty when it is none of them.
     *
     * @param contentType the header's value; null when there is none
     * @param ceHeaders whether a header begins with {@code ce-}
     */
    public static Optional<ContentMode> of(@Nullable String contentType, boolean ceHeaders) {
        if (contentType == null) {
            return ceHeaders ? Optional.of(BINARY) : Optional.empty();
        }
        if (!utf8(contentType)) {
            return Optional.empty();
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/cloudevents+json" -> Optional.of(STRUCTURED);
            case "application/cloudevents-batch+json" -> Optional.of(BATCH);
            case "application/x-ndjson" -> Optional.of(LINES);
            default -> ceHeaders && json(type) ? Optional.of(BINARY) : Optional.empty();
        };
    }

    private static boolean json(String type) {
        return !type.startsWith("application/cloudevents")
                && (type.equals("application/json") || type.equals("text/json") || type.endsWith("+json"));
    }

    private static boolean utf8(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].strip().split("=", 2);
            if (parameter.length == 2 && parameter[0].strip().equals("charset")) {
                String charset = parameter[1].strip().replace("\"", "");
                if (!charset.equals("utf-8") && !charset.equals("us-ascii")) {
                    return false;
                }
            }
        }
        return true;
    }
}
