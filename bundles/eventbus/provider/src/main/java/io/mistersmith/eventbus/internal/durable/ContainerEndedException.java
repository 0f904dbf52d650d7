package io.mistersmith.eventbus.internal.durable;

/** Why an event is a dead letter whose calls did not fail, but never returned: each time the process ended meanwhile. */
public final class ContainerEndedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The number of times. */
    public ContainerEndedException(int deaths) {
        super(
                "the container ended " + deaths + (deaths == 1 ? " time" : " times")
                        + " without a stop while the handler was called with this event; look for an OutOfMemoryError,"
                        + " Runtime.halt or native code in it",
                null,
                false,
                false);
    }
}
