package io.mistersmith.threads;

import java.util.concurrent.RejectedExecutionException;

/** A pool had no room for a task, or is closed. Trying again later may help. */
public final class PoolRejectedException extends RejectedExecutionException {

    private static final long serialVersionUID = 1L;

    private final String pool;

    /**
     * Says which pool refused, and why.
     *
     * @param pool its name
     * @param size its threads
     * @param capacity tasks that may wait; 0 when the pool is closed
     */
    public PoolRejectedException(String pool, int size, int capacity) {
        super(
                capacity == 0
                        ? "Pool closed: pool=" + pool
                        : "Pool full: pool=" + pool + ", size=" + size + " threads, queue=" + capacity + " tasks");
        this.pool = pool;
    }

    /** Name of the pool that refused. */
    public String pool() {
        return pool;
    }
}
