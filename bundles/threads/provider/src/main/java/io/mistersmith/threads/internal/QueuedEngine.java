package io.mistersmith.threads.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads behind one queue in the order of arrival. A resize changes the number of threads, never the queue. */
final class QueuedEngine implements Engine {

    private final ThreadPoolExecutor executor;

    QueuedEngine(PoolSettings settings, Workers workers) {
        executor = new ThreadPoolExecutor(
                settings.size(),
                settings.size(),
                settings.keepAlive().toNanos(),
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                workers::newThread);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(PoolTask task) {
        executor.execute(task);
    }

    @Override
    public boolean remove(PoolTask task) {
        return executor.remove(task);
    }

    @Override
    public void withdraw(Owner owner) {
        for (Runnable queued : executor.getQueue()) {
            if (queued instanceof PoolTask task && task.owner() == owner && task.withdraw()) {
                task.withdrawn();
            }
        }
    }

    @Override
    public void resize(PoolSettings settings) {
        int size = settings.size();
        if (size > executor.getMaximumPoolSize()) {
            executor.setMaximumPoolSize(size);
            executor.setCorePoolSize(size);
        } else {
            executor.setCorePoolSize(size);
            executor.setMaximumPoolSize(size);
        }
        executor.setKeepAliveTime(settings.keepAlive().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void shutdown() {
        executor.shutdown();
    }

    @Override
    public boolean awaitEnd(long nanos) throws InterruptedException {
        return executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shutdownNow() {
        for (Runnable queued : executor.shutdownNow()) {
            if (queued instanceof PoolTask task) {
                if (task.withdraw()) {
                    task.withdrawn();
                }
                task.run(); // gives its place back
            }
        }
    }
}
