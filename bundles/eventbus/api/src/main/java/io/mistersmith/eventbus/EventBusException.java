package io.mistersmith.eventbus;

import org.jspecify.annotations.Nullable;

/** Something that the event bus could not do. */
public abstract class EventBusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventBusException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call may succeed later without a change by the caller. */
    public abstract boolean retryable();
}
