package io.mistersmith.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * The store is closed, away, or did not answer. When {@link #outcomeUnknown} is true an append may have been stored all the
 * same; sending the same (source, id) again is safe and tells.
 */
public class StoreUnavailableException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /** Says what happened, and whether an append may have been stored all the same. */
    public StoreUnavailableException(String what, boolean outcomeUnknown, @Nullable Throwable cause) {
        super("Event store unavailable: " + what + (outcomeUnknown ? "; outcome unknown" : ""), cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether an append may have been stored all the same. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
