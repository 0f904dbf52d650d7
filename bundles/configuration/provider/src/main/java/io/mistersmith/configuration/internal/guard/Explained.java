package io.mistersmith.configuration.internal.guard;

/**
 * One key of a configuration: what is in force, where it comes from, and what waits.
 *
 * @param value as a .cfg writes it; {@code ***} when it is a secret; empty when nothing is set and there is no default
 * @param waiting the value that waits to be put in force, in the same form; empty when none does
 */
public record Explained(String key, String value, Origin origin, String waiting) {}
