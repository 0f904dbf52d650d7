package io.mistersmith.configuration.internal.bind;

/** A property that its element's type cannot hold. */
final class BadValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String key;
    private final String reason;

    BadValueException(String key, String reason, Throwable cause) {
        super(key + " " + reason, cause);
        this.key = key;
        this.reason = reason;
    }

    String key() {
        return key;
    }

    String reason() {
        return reason;
    }
}
