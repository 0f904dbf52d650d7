package io.mistersmith.configuration.internal.schema;

/**
 * Which schema the configurations of a PID follow.
 *
 * @param pid the PID, or the factory's PID
 * @param factory whether each instance has a configuration of its own
 */
public record Designate(String pid, boolean factory, Schema schema) {}
