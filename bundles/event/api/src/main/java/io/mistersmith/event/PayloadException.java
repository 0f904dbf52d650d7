package io.mistersmith.event;

import org.jspecify.annotations.Nullable;

/** A payload could not be written as JSON, or JSON did not fit the payload's class. Trying again does not help. */
public final class PayloadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final String path;
    private final String reason;

    /**
     * Says what did not fit, and where.
     *
     * @param type the payload's class or event type
     * @param path the field, such as {@code lines[2].price}; empty when the whole payload is meant
     * @param reason what is wrong with it
     * @param cause what the payload's own code threw, such as its constructor; null when the reason says it all
     */
    public PayloadException(String type, String path, String reason, @Nullable Throwable cause) {
        super("Payload " + type + (path.isEmpty() ? "" : ", field " + path) + ": " + reason, cause);
        this.type = type;
        this.path = path;
        this.reason = reason;
    }

    /** The payload's class or event type. */
    public String type() {
        return type;
    }

    /** The field, such as {@code lines[2].price}; empty when the whole payload is meant. */
    public String path() {
        return path;
    }

    /** Returns the fault, without the type and the path. */
    public String reason() {
        return reason;
    }
}
