package io.mistersmith.threads.internal.engine;

import java.util.EnumSet;
import java.util.Set;

/** Life of a {@link PoolTask}. {@link #next} is the whole table of its transitions. */
enum TaskState {
    /** Not in a queue. */
    NEW,
    /** In the queue of its pool. */
    QUEUED,
    /** A thread runs it, or is about to find out that it must not. */
    RUNNING,
    /** Somebody is about to interrupt the thread that runs it. */
    INTERRUPTING,
    /** The thread that runs it has been interrupted. */
    INTERRUPTED,
    /** It ran. */
    RAN,
    /** It never ran, and never will. */
    WITHDRAWN;

    /** The states that may follow this one. */
    Set<TaskState> next() {
        return switch (this) {
            case NEW -> EnumSet.of(QUEUED, WITHDRAWN); // the pool admitted it; cancelled
            case QUEUED ->
                EnumSet.of(
                        RUNNING, WITHDRAWN,
                        NEW); // a worker took it; cancelled, bundle stopped, pool ended; no thread for it
            case RUNNING ->
                EnumSet.of(RAN, INTERRUPTING, WITHDRAWN); // WITHDRAWN: the worker saw that the bundle stopped
            case INTERRUPTING -> EnumSet.of(INTERRUPTED);
            case INTERRUPTED -> EnumSet.of(RAN, WITHDRAWN);
            case RAN, WITHDRAWN -> EnumSet.noneOf(TaskState.class);
        };
    }
}
