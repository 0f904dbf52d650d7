package io.mistersmith.eventstore.internal.engine;

/**
 * What a database lacks of the events that its store acknowledged.
 *
 * @param kind what the database is
 * @param reached the position up to which it has them; 0 unless the kind is BEHIND
 * @param remembered the highest position that was acknowledged
 */
public record Loss(Kind kind, long reached, long remembered) {

    /** What the database is. */
    public enum Kind {
        /** There is no file. */
        GONE,
        /** The file has no content. */
        EMPTY,
        /** It is another store than the one that acknowledged the events. */
        OTHER_STORE,
        /** It is that store, but ends too early. */
        BEHIND
    }

    /** The first position that is missing. */
    public long first() {
        return reached + 1;
    }

    /** How many positions are missing. */
    public long count() {
        return remembered - reached;
    }

    /** What is wrong with a file, and what to do about it, in one line. */
    public String describe(String file) {
        String what =
                switch (kind) {
                    case GONE -> file + " is gone";
                    case EMPTY -> file + " is empty";
                    case OTHER_STORE -> file + " is another store than before";
                    case BEHIND -> file + " ends at position " + reached;
                };
        return what + ", but events up to position " + remembered + " were acknowledged: " + count() + " are missing, "
                + first() + " to " + remembered + ". Nothing was changed. Put the right file or a backup in its place,"
                + " or go on without them: store:accept-loss " + count();
    }
}
