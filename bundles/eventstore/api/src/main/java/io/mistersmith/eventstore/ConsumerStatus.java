package io.mistersmith.eventstore;

/**
 * How far a consumer is.
 *
 * @param name its name
 * @param open whether somebody holds it now
 * @param progress what it has settled, as saved
 * @param letters dead letters that it left
 * @param view whether it has rows of a view, which makes it the consumer of a projection
 */
public record ConsumerStatus(String name, boolean open, Progress progress, long letters, boolean view) {

    /** Status of a consumer without a view. */
    public ConsumerStatus(String name, boolean open, Progress progress, long letters) {
        this(name, open, progress, letters, false);
    }
}
