package io.mistersmith.configuration.internal.schema;

import java.util.List;

/**
 * Which schema the configurations of a PID follow.
 *
 * @param pid the PID, or the factory's PID
 * @param factory whether each instance has a configuration of its own
 * @param complete whether the schema names every key; those that Karaf and libraries bring leave some out
 */
public record Designate(String pid, boolean factory, Schema schema, boolean complete) {

    /** Of a PID that no bundle describes. */
    public static Designate none(String pid, boolean factory) {
        return new Designate(pid, factory, new Schema(pid, "", "", List.of()), false);
    }
}
