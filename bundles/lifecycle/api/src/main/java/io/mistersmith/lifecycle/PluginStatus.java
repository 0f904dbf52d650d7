package io.mistersmith.lifecycle;

import java.util.List;

/**
 * How a plugin is.
 *
 * @param name its bundle's symbolic name, or the file's name when the jar could not be read or was refused
 * @param version its bundle's version without trailing zeros, as {@code 1.0}; empty when the jar could not be read
 * @param state {@code starting}, {@code running}, {@code running, 1 handler refused: …} (by the event bus), {@code failed}, {@code stopped} or {@code waiting} (for a whole jar, or for
 *     what it needs)
 * @param startMillis how long its start took, from the jar's arrival; 0 when it has not started
 * @param summary what it brings, as {@code 1 handler, 1 projection, commands orders:*}
 * @param replaced how it took over from another version, as {@code orders 1.0 -> 1.1 in 0.5 s: 41 events waited, 0 lost};
 *     empty when it did not
 * @param problem why it does not run, or what its start is in when that is slow, with what to do; empty when it runs and all its handlers do
 * @param details more lines for {@code plugin:why}: stack of what was thrown, components that are not satisfied
 */
public record PluginStatus(
        String name,
        String version,
        String state,
        long startMillis,
        String summary,
        String replaced,
        String problem,
        List<String> details) {

    /** Whether it will not run before somebody does something: its state is {@code failed}. */
    public boolean failed() {
        return state.equals("failed");
    }

    /** Whether it runs, but without a handler that the event bus refused. */
    public boolean degraded() {
        return state.startsWith("running, ");
    }

    /** Whether it runs with all that it brings. */
    public boolean running() {
        return state.equals("running");
    }
}
