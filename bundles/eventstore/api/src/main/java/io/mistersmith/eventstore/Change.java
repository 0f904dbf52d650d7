package io.mistersmith.eventstore;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a consumer writes together with its progress. */
public sealed interface Change {

    /** A letter is kept; one that the same consumer left at the same position is replaced. */
    record Park(DeadLetter letter) implements Change {

        /** Refuses null. */
        public Park {
            Objects.requireNonNull(letter, "letter");
        }
    }

    /** The letter at this position goes; it is no error when there is none. */
    record Unpark(long position) implements Change {}

    /**
     * A row of the view that belongs to a projection.
     *
     * @param projection name of the projection
     * @param version version of the projection
     * @param key the row's key
     * @param json its value; null removes the row
     */
    record PutView(String projection, int version, String key, @Nullable String json) implements Change {

        /** Refuses null, but for the value. */
        public PutView {
            Objects.requireNonNull(projection, "projection");
            Objects.requireNonNull(key, "key");
        }
    }
}
