package io.mistersmith.threads.internal.engine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads behind one queue in the order of arrival. Neither a resize nor a renewal of the threads touches the queue.
 *
 * <p>A thread that is to be renewed leaves at one of two places. After a task it throws {@link Renewal}, and the executor puts
 * a new one in its place. Waiting for a task, it is woken and told that its time without work is over, but only while the
 * queue is empty; else it runs the next task and leaves then.
 */
final class QueuedEngine implements Engine {

    private final Workers workers;
    private final Executor executor;

    QueuedEngine(PoolSettings settings, Workers workers) {
        this.workers = workers;
        this.executor = new Executor(settings, workers);
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
            if (queued instanceof PoolTask task && task.endsWith(owner)) {
                task.abandon();
            }
        }
    }

    @Override
    public synchronized void resize(PoolSettings settings) {
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
    public synchronized void renew() {
        if (executor.getPoolSize() == 0) {
            return;
        }
        workers.renew();
        long keepAlive = executor.getKeepAliveTime(TimeUnit.NANOSECONDS);
        // A shorter time wakes those who wait for a task, and nobody else.
        executor.setKeepAliveTime(keepAlive - 1, TimeUnit.NANOSECONDS);
        executor.setKeepAliveTime(keepAlive, TimeUnit.NANOSECONDS);
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
                task.pool().giveUp(task);
            }
        }
    }

    private static boolean spent() {
        return Thread.currentThread() instanceof Workers.QueuedThread thread && thread.spent();
    }

    private static final class Executor extends ThreadPoolExecutor {

        private final Workers workers;

        Executor(PoolSettings settings, Workers workers) {
            super(settings.size(), settings.size(), settings.keepAlive().toNanos(), TimeUnit.NANOSECONDS, new Queue());
            this.workers = workers;
            setThreadFactory(this::newThread);
            allowCoreThreadTimeOut(true);
        }

        /**
         * Queues the task, whatever the number of threads: the inherited way gives it to a new thread when one has just
         * left or the pool has grown, and there it would run before those that wait.
         *
         * <p>The task is in the queue before the threads are counted, and a thread that leaves is no longer counted when it
         * looks at the queue for the last time. So one of the two sees that a thread is wanted.
         */
        @Override
        public void execute(Runnable task) {
            if (isShutdown() || !getQueue().offer(task)) {
                getRejectedExecutionHandler().rejectedExecution(task, this);
                return;
            }
            prestartCoreThread();
            if (isShutdown() && remove(task)) { // nobody is left who must run it
                getRejectedExecutionHandler().rejectedExecution(task, this);
            }
        }

        private Thread newThread(Runnable loop) {
            return workers.newThread(loop, this::ended);
        }

        @Override
        protected void afterExecute(Runnable task, @Nullable Throwable failure) {
            if (spent()) {
                throw new Renewal();
            }
        }

        /** A thread that found the queue empty and left may have missed what came at that moment. */
        private void ended() {
            if (!getQueue().isEmpty()) {
                prestartCoreThread();
            }
        }
    }

    private static final class Queue extends LinkedBlockingQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        /** For a thread that is to leave, the time without work is over. */
        @Override
        public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
            // In this order: how full the queue is stands in a cache line that every submitter writes.
            return spent() && isEmpty() ? null : super.poll(timeout, unit);
        }
    }
}
