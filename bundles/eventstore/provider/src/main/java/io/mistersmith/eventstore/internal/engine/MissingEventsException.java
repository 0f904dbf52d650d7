package io.mistersmith.eventstore.internal.engine;

import io.mistersmith.eventstore.StoreUnavailableException;

/** The store is not opened, because acknowledged events are missing from its database. */
public final class MissingEventsException extends StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    private final transient Loss loss;

    /** @param file name of the database for display */
    public MissingEventsException(String file, Loss loss) {
        super(loss.describe(file), false, null);
        this.loss = loss;
    }

    /** What is missing. */
    public Loss loss() {
        return loss;
    }
}
