package io.mistersmith.lifecycle.internal.deploy;

import java.util.List;

/**
 * How a bundle that was started is by now.
 *
 * @param state see {@link State}
 * @param problem why it does not run, without the plugin's name, as {@code component Totals needs service x.y.Z, which no
 *     bundle provides. …}; empty when it runs
 * @param details more lines
 */
public record Condition(State state, String problem, List<String> details) {

    static final Condition RUNNING = new Condition(State.RUNNING, "", List.of());

    /** What a bundle can be. */
    public enum State {
        /** Active, and every component of it that must be there is. */
        RUNNING,
        /** Active, but a component lacks something. */
        WAITING,
        /** Active, but a component threw. */
        FAILED,
        /** Stopped by somebody else. */
        STOPPED,
        /** Uninstalled by somebody else. */
        GONE
    }

    /** It runs. */
    public static Condition running() {
        return RUNNING;
    }
}
