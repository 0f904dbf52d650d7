package io.mistersmith.event;

/**
 * What a payload's class says of its events.
 *
 * @param name the event type
 * @param version version of the payload's shape, 1 or more
 */
public record PayloadType(String name, int version) {}
