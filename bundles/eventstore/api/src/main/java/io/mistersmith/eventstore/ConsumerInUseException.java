package io.mistersmith.eventstore;

/** A consumer of this name is open already; it has one owner at a time. */
public final class ConsumerInUseException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private final String consumer;

    /** Says which consumer it is. */
    public ConsumerInUseException(String consumer) {
        super("Consumer in use: consumer=" + consumer, null);
        this.consumer = consumer;
    }

    /** The consumer's name. */
    public String consumer() {
        return consumer;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
