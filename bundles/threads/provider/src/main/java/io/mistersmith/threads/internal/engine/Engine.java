package io.mistersmith.threads.internal.engine;

import java.util.concurrent.RejectedExecutionException;

/** What runs a pool's tasks. It has no limit of its own: {@link CorePool} admits. Thread-safe. */
public interface Engine {

    /**
     * Queues a task.
     *
     * @throws RejectedExecutionException if closed
     */
    void execute(PoolTask task);

    /** Takes a task off the queue if that is cheap to do and it is there. */
    boolean remove(PoolTask task);

    /** Abandons what an owner has queued, as far as the queue can be walked; the rest is withdrawn as it comes up. */
    void withdraw(Owner owner);

    /**
     * Called when a pool of the JDK gave a task up because it ended.
     *
     * @return whether the task was queued again; if not, it will not run here
     */
    default boolean requeue(PoolTask task) {
        return false;
    }

    void resize(PoolSettings settings);

    /**
     * Replaces every thread: idle ones end now, busy ones after their task, and new ones come as tasks need them. What is
     * queued stays queued, in its order. Returns at once.
     */
    void renew();

    /** Takes no new task; queued ones run. */
    void shutdown();

    /** Waits until all threads have ended; false if some still ran when the time was over. */
    boolean awaitEnd(long nanos) throws InterruptedException;

    /** Hands what is queued to {@link CorePool#giveUp} and interrupts what runs. */
    void shutdownNow();
}
