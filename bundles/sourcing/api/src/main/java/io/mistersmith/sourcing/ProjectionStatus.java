package io.mistersmith.sourcing;

/**
 * How a projection is.
 *
 * @param name its name
 * @param version version of what the rows mean
 * @param bundle symbolic name and version of the bundle that brought it, as {@code orders/1.0.0}
 * @param state {@code running}, {@code waiting} (no store, or another of the same name runs), {@code stuck} (at an event
 *     that it threw at, or at damage of the store; it tries again), {@code refused}, or {@code no projection} (the store has
 *     its view, but no plugin brings it); the reason is in {@code problem}
 * @param position every event up to this position is in its view
 * @param projected events that it took since it was registered
 * @param problem what is wrong, in one line; empty when nothing is
 */
public record ProjectionStatus(
        String name, int version, String bundle, String state, long position, long projected, String problem) {}
