package io.mistersmith.event.internal;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.Closeable;
import java.io.Serial;

/** A value that payloads may not have, found while JSON is read or written; the message says what is wrong with it. */
final class UnfitValueException extends JsonMappingException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnfitValueException(Closeable processor, String reason) {
        super(processor, reason);
    }
}
