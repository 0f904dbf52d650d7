package io.mistersmith.threads.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work stealing, each worker's own tasks in the order of arrival.
 *
 * <p>Java 17 can neither resize a work-stealing pool nor renew its threads, so for both a new one takes its place. The old
 * one is shut down: it runs what it has, in its order and beside the new one, and its threads end. A submitter that still
 * holds the old one may meet it at any stage, and in each its task goes on:
 * <ul>
 *   <li>refused: the submitter tries again with the new one;
 *   <li>taken while the old one still runs tasks: it runs this one too;
 *   <li>taken at the moment it ends: it gives up what it finds ({@link #requeue}), which then goes to the new one;
 *   <li>taken after that: the submitter sees that the pool was replaced and has ended, and takes the task back.
 * </ul>
 *
 * <p>When the engine closes there is no new one: a task that met the pool in one of the last two stages is given up.
 */
final class StealingEngine implements Engine {

    private final Workers workers;
    private volatile Pool pool;
    private PoolSettings settings; // guarded by this
    private final List<Pool> retired = new ArrayList<>(); // guarded by this
    private volatile boolean closed;

    StealingEngine(PoolSettings settings, Workers workers) {
        this.workers = workers;
        this.settings = settings;
        this.pool = new Pool(settings);
    }

    @Override
    public void execute(PoolTask task) {
        while (true) {
            Pool target = pool;
            try {
                target.execute((ForkJoinTask<?>) task);
            } catch (RejectedExecutionException e) {
                if (target == pool) {
                    throw e;
                }
                continue;
            }
            if (target != pool || closed) {
                takeBack(target);
            }
            return;
        }
    }

    /** Takes what is left in a pool that has ended; the caller's task is there, or somebody has taken it already. */
    private void takeBack(Pool old) {
        if (old.isTerminating() || old.isTerminated()) {
            for (ForkJoinTask<?> left = old.next(); left != null; left = old.next()) {
                left.cancel(false);
            }
        }
    }

    @Override
    public boolean requeue(PoolTask task) {
        if (closed) {
            return false;
        }
        try {
            execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // closed at this moment; as if it had been before
        }
    }

    @Override
    public boolean remove(PoolTask task) {
        return false;
    }

    @Override
    public void withdraw(Owner owner) {}

    @Override
    public synchronized void resize(PoolSettings next) {
        boolean other = next.size() != settings.size() || !next.keepAlive().equals(settings.keepAlive());
        settings = next;
        if (other) {
            replace();
        }
    }

    @Override
    public synchronized void renew() {
        if (pool.getPoolSize() > 0) {
            replace();
        }
    }

    /** A worker of this pool ran a task whose owner has stopped meanwhile. */
    private synchronized void renew(Pool current) {
        if (current == pool) {
            replace();
        }
    }

    private void replace() {
        if (closed) {
            return;
        }
        Pool old = pool;
        pool = new Pool(settings); // first this, so that nobody is refused
        old.shutdown();
        retired.removeIf(ForkJoinPool::isTerminated);
        retired.add(old);
    }

    @Override
    public synchronized void shutdown() {
        closed = true;
        pool.shutdown();
    }

    @Override
    public boolean awaitEnd(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        boolean ended = pool.awaitTermination(nanos, TimeUnit.NANOSECONDS);
        for (Pool old : retired()) {
            ended &= old.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return ended;
    }

    private synchronized List<Pool> retired() {
        return List.copyOf(retired);
    }

    @Override
    public synchronized void shutdownNow() {
        closed = true;
        pool.shutdownNow();
        retired.forEach(ForkJoinPool::shutdownNow);
    }

    /** One work-stealing pool of the JDK, between two replacements. */
    private final class Pool extends ForkJoinPool {

        Pool(PoolSettings size) {
            super(
                    size.size(),
                    StealingEngine.this::newThread,
                    null,
                    true,
                    0,
                    size.size(),
                    1,
                    full -> true, // a worker that blocks just blocks: no threads above the size
                    size.keepAlive().toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        @Nullable
        ForkJoinTask<?> next() {
            return pollSubmission();
        }
    }

    private ForkJoinWorkerThread newThread(ForkJoinPool of) {
        return workers.newThread(of, () -> renew((Pool) of));
    }
}
