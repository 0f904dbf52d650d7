package io.mistersmith.eventstore.internal.engine;

/** Where the committer tells what it does. Called on hot paths: neither blocks nor throws. */
public interface StoreMeters {

    /** Tells nobody. */
    StoreMeters NONE = new StoreMeters() {
        @Override
        public void committed(int events, int calls, long nanos) {}

        @Override
        public void refused() {}

        @Override
        public void failed() {}
    };

    /** A group was committed: events appended, calls answered, and how long begin to commit took. */
    void committed(int events, int calls, long nanos);

    /** A call was refused because too many wait. */
    void refused();

    /** A group failed as a whole. */
    void failed();

    /**
     * The write-ahead log was to be emptied.
     *
     * @param done whether it was; false if a reader kept it in use, or the disk failed
     * @param nanos how long that kept appends waiting
     */
    default void emptied(boolean done, long nanos) {}
}
