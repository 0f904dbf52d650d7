package io.mistersmith.threads;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The pools as operators see them. Thread-safe; never slows who gives or runs tasks. */
@ProviderType
public interface PoolMonitor {

    /**
     * Every pool, sorted by name. Among them is {@code scheduler}, the thread that watches the clock: what it has queued are
     * timers, and what has completed are the times one was due.
     */
    List<PoolStatus> pools();

    /**
     * The threads of a pool and where each one is, sorted by name.
     *
     * @throws IllegalArgumentException if there is no such pool; the message lists those there are
     */
    List<PoolThread> threads(String pool);

    /**
     * Changes how many threads a pool may have: writes the size into the pool's {@code .cfg}, and returns when it is in
     * force. So it passes the same checks as an edit, and it stays after a restart. Queued tasks are kept in their order.
     *
     * @param size 1 or more threads
     * @return the pool as it is now
     * @throws IllegalArgumentException if there is no such pool, or the size is out of range
     * @throws IllegalStateException if the file is not there or cannot be written, or the size was not in force within 10 s,
     *     such as when a variable of the environment overrides the file
     */
    PoolStatus resize(String pool, int size) throws InterruptedException;
}
