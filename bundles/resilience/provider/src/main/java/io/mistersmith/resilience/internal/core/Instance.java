package io.mistersmith.resilience.internal.core;

import java.util.Map;

/**
 * What one file describes: one object for all its users, whose settings change below them. Thread-safe.
 *
 * @param <T> resilience4j's type of it
 */
public interface Instance<T> {

    Kind kind();

    String name();

    /** One word or two: what an operator wants to know first. */
    String state();

    /** Figures that go up and down, by the noun that stands in a metric's name. */
    Map<String, Number> levels();

    /** Counts since the container started, by the noun that stands in a metric's name before {@code _total}. */
    Map<String, Number> counts();

    /** The instance as one bundle sees it; what it registers with it goes when it is {@linkplain #drop dropped}. */
    T view();

    /** Forgets what was registered with a view; its calls go on to work. */
    void drop(T view);

    /** Forgets what was counted, and lets calls through again where they were refused. */
    void reset();
}
