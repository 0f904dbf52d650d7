package io.mistersmith.eventstore;

/** A stream was not as expected: somebody else appended first. Read it again and decide anew. */
public final class WrongVersionException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private final String stream;
    private final Expected expected;
    private final long actual;

    /** Says which stream it was, what was expected, and the version of its last event, 0 for none. */
    public WrongVersionException(String stream, Expected expected, long actual) {
        super(
                "Stream changed: stream=" + stream + ", expected version=" + expected + ", actual version=" + actual,
                null);
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    /** The stream that was not as expected. */
    public String stream() {
        return stream;
    }

    /** What the caller expected. */
    public Expected expected() {
        return expected;
    }

    /** The version of the stream's last event, 0 for none. */
    public long actual() {
        return actual;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
