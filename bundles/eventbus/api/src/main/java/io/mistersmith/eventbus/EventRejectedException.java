package io.mistersmith.eventbus;

/** A subscription had no room for an event. */
public final class EventRejectedException extends EventBusException {

    private static final long serialVersionUID = 1L;

    private final String subscription;

    /** Says which subscription refused, and how many events it holds. */
    public EventRejectedException(String subscription, int capacity) {
        super("Subscription queue full: subscription=" + subscription + ", capacity=" + capacity + " events", null);
        this.subscription = subscription;
    }

    /** Name of the subscription that refused. */
    public String subscription() {
        return subscription;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
