package io.mistersmith.threads.internal.engine;

import org.jspecify.annotations.Nullable;

/** A thread of a pool; says which task it runs. */
public interface Worker {

    /** The name it was made with, whatever a task called the thread. */
    String name();

    /** The task that runs now, for those who stop a bundle. */
    @Nullable
    PoolTask current();

    /** Called by the worker itself, around each task. */
    void current(@Nullable PoolTask task);

    /** Where this worker counts for that pool; null if it belongs to another. */
    @Nullable
    Tally tallyFor(Workers pool);

    /** Called by the worker itself: it must not run another task after this one. */
    void retire();

    /** The thread this is. */
    default Thread thread() {
        return (Thread) this;
    }
}
