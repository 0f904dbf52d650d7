package io.mistersmith.eventstore;

/**
 * A stored row is not what was written: its checksum does not match, or it is missing although later rows are there. Reading
 * stops at it; nothing of the row is handed out. The message names the table, the row and the next step.
 */
public final class StoreDamagedException extends StoreUnavailableException {

    private static final long serialVersionUID = 1L;

    private final String table;
    private final long position;

    /**
     * Says which row is damaged.
     *
     * @param position of the event that the row is or belongs to; -1 if it belongs to none
     */
    public StoreDamagedException(String what, String table, long position) {
        super(what, false, null);
        this.table = table;
        this.position = position;
    }

    /** The table of the row: {@code events}, {@code letters}, {@code consumers} or {@code views}. */
    public String table() {
        return table;
    }

    /** Position of the event that the row is or belongs to; -1 if it belongs to none. */
    public long position() {
        return position;
    }

    /** Returns false: the damage stays until somebody repairs it. */
    @Override
    public boolean retryable() {
        return false;
    }
}
