package io.mistersmith.eventstore;

/**
 * How far a consumer is.
 *
 * @param name its name
 * @param open whether somebody holds it now
 * @param progress what it has settled, as saved
 * @param letters dead letters that it left
 */
public record ConsumerStatus(String name, boolean open, Progress progress, long letters) {}
