package io.mistersmith.threads;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A task for {@link Pool#execute} that is notified if it will never run, so that whatever waits for it can go on.
 *
 * <p>Exactly one of {@link #run} and {@link #cancelled} is called for each time a pool accepts the task.
 */
@ConsumerType
public interface CancellableTask extends Runnable {

    /**
     * Called once, instead of {@link #run}, when the task was accepted but will not run: its bundle stopped, its pool was
     * removed, or the pools closed.
     *
     * <p>Called on the thread that stops the bundle or closes the pool, or on a thread of the pool, so it must be short and
     * must not block. What it throws is logged and has no other effect.
     */
    void cancelled();
}
