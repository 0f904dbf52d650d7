package io.mistersmith.lifecycle.internal.deploy;

import java.util.ArrayList;
import java.util.List;

/**
 * How a bundle that was started is by now.
 *
 * @param state see {@link State}
 * @param problem why it does not run, without the plugin's name, as {@code component Totals needs service x.y.Z, which no
 *     bundle provides. …}; when it runs, which handlers are refused, or empty
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

    /** The same, but with the reasons why handlers of it are refused, if any are. */
    public Condition refusing(List<String> reasons) {
        if (reasons.isEmpty()) {
            return this;
        }
        List<String> more = new ArrayList<>(details);
        reasons.forEach(reason -> more.add("handler refused: " + reason));
        String what = reasons.size() == 1 ? "1 handler refused: " : reasons.size() + " handlers refused: ";
        return new Condition(state, what + reasons.get(0), List.copyOf(more));
    }

    /** It runs. */
    public static Condition running() {
        return RUNNING;
    }
}
