package io.mistersmith.event;

/** What was sent is not a valid CloudEvent. */
public final class CloudEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final int index;

    /**
     * Says which field of which event is wrong.
     *
     * @param field the attribute, such as {@code specversion}, or {@code data}; empty when the whole event is meant
     * @param reason what is wrong with it
     * @param index place in a batch, from 0; -1 for a single event
     */
    public CloudEventException(String field, String reason, int index) {
        super((index < 0 ? "" : "event " + index + ": ") + (field.isEmpty() ? "" : field + " ") + reason);
        this.field = field;
        this.index = index;
    }

    /** The attribute, or {@code data}; empty when the whole event is meant. */
    public String field() {
        return field;
    }

    /** Place in a batch, from 0; -1 for a single event. */
    public int index() {
        return index;
    }
}
