package io.mistersmith.eventstore;

/** Too many appends wait for the disk, or the disk is full. Nothing of the call was stored; try again later. */
public final class StoreFullException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    /** Says what is full. */
    public StoreFullException(String what) {
        super("Event store full: " + what, null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
