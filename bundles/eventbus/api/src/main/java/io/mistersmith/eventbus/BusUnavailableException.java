package io.mistersmith.eventbus;

/** The bus is closed, or a guaranteed publish found no event store. Nothing was published. */
public final class BusUnavailableException extends EventBusException {

    private static final long serialVersionUID = 1L;

    /** Says what is missing. */
    public BusUnavailableException(String what) {
        super("Event bus unavailable: " + what, null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
