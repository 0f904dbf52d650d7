package io.mistersmith.eventstore;

/**
 * What a stream must look like for an append to take place.
 *
 * @param version the version of the stream's last event; {@link #ANY} and {@link #STREAM_EXISTS} have negative ones
 */
public record Expected(long version) {

    /** Whatever is there. */
    public static final Expected ANY = new Expected(-1);

    /** At least one event is there. */
    public static final Expected STREAM_EXISTS = new Expected(-2);

    /** Nothing is there yet. */
    public static final Expected NO_STREAM = new Expected(0);

    /**
     * Refuses what means nothing.
     *
     * @throws IllegalArgumentException below -2
     */
    public Expected {
        if (version < -2) {
            throw new IllegalArgumentException("expected version=" + version + " is negative");
        }
    }

    /**
     * The last event has this version; 0 is the same as {@link #NO_STREAM}.
     *
     * @throws IllegalArgumentException if negative
     */
    public static Expected exactly(long version) {
        if (version < 0) {
            throw new IllegalArgumentException("expected version=" + version + " is negative");
        }
        return new Expected(version);
    }

    /** Whether a stream whose last event has this version, 0 for none, is as expected. */
    public boolean matches(long actual) {
        return version == -1 || (version == -2 ? actual > 0 : actual == version);
    }

    @Override
    public String toString() {
        return version == -1
                ? "any"
                : version == -2 ? "stream exists" : version == 0 ? "no stream" : Long.toString(version);
    }
}
