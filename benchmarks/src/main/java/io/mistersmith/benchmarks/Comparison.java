package io.mistersmith.benchmarks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is compared, and how good is good enough.
 *
 * @param concern as the command line names it
 * @param name of this comparison, without blanks
 * @param unit of the figures
 * @param goal compared with the ratio of ours to the peer's, or without a peer with our figure itself; NaN: none is set yet
 * @param more whether more is better; then the goal is a floor, else a ceiling
 * @param peer null if the goal is absolute
 */
record Comparison(
        String concern, String name, String unit, double goal, boolean more, Measure ours, @Nullable Measure peer) {

    /** A rate: ours must be at least {@code goal} times the peer's. */
    static Comparison atLeast(String concern, String name, String unit, double goal, Measure ours, Measure peer) {
        return new Comparison(concern, name, unit, goal, true, ours, peer);
    }

    /** A time: ours must be at most {@code goal} times the peer's. */
    static Comparison atMost(String concern, String name, String unit, double goal, Measure ours, Measure peer) {
        return new Comparison(concern, name, unit, goal, false, ours, peer);
    }

    /** A rate beside the peer's, without a goal. */
    static Comparison measured(String concern, String name, String unit, Measure ours, Measure peer) {
        return new Comparison(concern, name, unit, Double.NaN, true, ours, peer);
    }

    /** A figure of ours alone that must be at most {@code goal}. */
    static Comparison atMost(String concern, String name, String unit, double goal, Measure ours) {
        return new Comparison(concern, name, unit, goal, false, ours, null);
    }

    /** The sides by the names that forked JVMs are called with. */
    Map<String, Measure> sides() {
        Measure other = peer;
        return other == null ? Map.of("ours", ours) : Map.of("ours", ours, "peer", other);
    }

    boolean hasGoal() {
        return !Double.isNaN(goal);
    }

    String goalText() {
        return !hasGoal() ? "-" : (more ? ">=" : "<=") + Outcome.figure(goal) + (peer == null ? " " + unit : "x");
    }
}
