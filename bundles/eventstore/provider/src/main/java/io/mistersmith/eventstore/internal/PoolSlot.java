package io.mistersmith.eventstore.internal;

import io.mistersmith.threads.ThreadPools;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Pool {@code compute} of the threads that are there now. While there are none, tasks are refused. */
final class PoolSlot implements Executor {

    private volatile @Nullable ThreadPools pools;

    void bind(ThreadPools service) {
        pools = service;
    }

    synchronized void unbind(ThreadPools service) {
        if (pools == service) {
            pools = null;
        }
    }

    @Override
    public void execute(Runnable task) {
        ThreadPools service = pools;
        if (service == null) {
            throw new RejectedExecutionException("no thread pools");
        }
        service.compute().execute(task);
    }
}
