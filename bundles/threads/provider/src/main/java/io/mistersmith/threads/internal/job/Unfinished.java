package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import java.util.concurrent.Executor;

/**
 * Something that others wait for, such as a job. {@link Pools} knows each one from before it can begin until it has ended, and
 * ends those that nothing else will end. Thread-safe.
 */
public interface Unfinished {

    Owner owner();

    /** The pool that it runs on. */
    CorePool pool();

    /**
     * Ends it if it waits for its time, as no timer will come; what is queued or runs goes on.
     *
     * @param why for the one who waits
     * @param callbacks runs what notifies those who wait
     */
    void endWaiting(String why, Executor callbacks);

    /** Ends it now, whatever it does: withdraws or interrupts its work, and notifies those who wait. */
    void end(String why);
}
