package io.mistersmith.pools;

import java.time.Duration;
import java.util.List;

/**
 * Who holds one resource, at a moment.
 *
 * @param pool its name
 * @param bundle who borrowed it: symbolic name and version
 * @param thread name of the thread that did
 * @param held how long ago
 * @param overdue whether that is longer than the pool's leak threshold
 * @param stack where it did, innermost first; empty if the pool has no leak threshold
 */
public record Holder(
        String pool, String bundle, String thread, Duration held, boolean overdue, List<StackTraceElement> stack) {

    /** Keeps a copy of the stack. */
    public Holder {
        stack = List.copyOf(stack);
    }
}
