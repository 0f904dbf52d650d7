package io.mistersmith.configuration.internal.files;

import java.io.IOException;

/** A file of settings that may not be written, or not without changing whose it is. The message says what to do. */
public final class NotWritableException extends IOException {

    private static final long serialVersionUID = 1L;

    NotWritableException(String message) {
        super(message);
    }
}
