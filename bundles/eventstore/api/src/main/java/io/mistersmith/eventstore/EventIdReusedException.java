package io.mistersmith.eventstore;

/**
 * The store, or the call itself, has another event of the same source and id: another type, subject, stream or payload. Nothing of the
 * call was stored.
 */
public final class EventIdReusedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final String id;
    private final int index;

    /**
     * Says which event it was.
     *
     * @param source the event's source
     * @param id the event's id
     * @param index its place in the call's list, from 0
     * @param difference what differs: {@code type}, {@code subject}, {@code stream} or {@code payload}
     */
    public EventIdReusedException(String source, String id, int index, String difference) {
        super(
                "Event id used before: source=" + source + ", id=" + id + ", index=" + index + ", difference="
                        + difference,
                null);
        this.source = source;
        this.id = id;
        this.index = index;
    }

    /** The event's source. */
    public String source() {
        return source;
    }

    /** The event's id. */
    public String id() {
        return id;
    }

    /** Its place in the call's list, from 0. */
    public int index() {
        return index;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
