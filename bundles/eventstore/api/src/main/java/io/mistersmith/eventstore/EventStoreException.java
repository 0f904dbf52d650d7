package io.mistersmith.eventstore;

import org.jspecify.annotations.Nullable;

/** Something that the event store could not do. */
public abstract class EventStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call may succeed later without a change by the caller. */
    public abstract boolean retryable();
}
