package io.mistersmith.threads;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a pool at a moment.
 *
 * @param name of the thread
 * @param pool it belongs to
 * @param state as the JVM sees it
 * @param owner the bundle whose task it runs; null if it waits for one
 * @param stack where it is, innermost first
 */
public record PoolThread(
        String name, String pool, Thread.State state, @Nullable String owner, List<StackTraceElement> stack) {

    /** Keeps a copy of the stack. */
    public PoolThread {
        stack = List.copyOf(stack);
    }
}
