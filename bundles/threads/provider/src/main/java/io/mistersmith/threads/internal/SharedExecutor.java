package io.mistersmith.threads.internal;

import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolTask;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.Unfinished;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One pool as an {@link java.util.concurrent.ExecutorService} of one bundle, for libraries that want one.
 *
 * <p>The pool is shared, so {@link #shutdown} ends this object alone: it takes no more tasks, those it has still run, and the
 * pool goes on for all others. {@link #shutdownNow} also withdraws the bundle's waiting tasks and interrupts those that run,
 * as far as they came through this object. The bundle's stop does the same.
 *
 * <p>Every {@link Future} completes: whatever keeps its task from running cancels it, {@code shutdownNow} included, so that
 * {@code invokeAll} and {@code invokeAny} return.
 *
 * <p>What {@code execute} and {@code submit} are given counts like every task, and a failure is logged once with its owner,
 * even if a {@code Future} reports it, because nobody may be asking. Failures of {@code invokeAny}, whose attempts may fail,
 * reach only the caller.
 */
final class SharedExecutor extends AbstractExecutorService implements Unfinished {

    private final Pools pools;
    private final CorePool pool;
    private final Owner owner;
    private final Set<Given> inside = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    SharedExecutor(Pools pools, CorePool pool, Owner owner) {
        this.pools = pools;
        this.pool = pool;
        this.owner = owner;
        pools.unfinished(this);
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public CorePool pool() {
        return pool;
    }

    /**
     * Queues a task.
     *
     * @throws PoolRejectedException if the queue is full, or this, the pool or the bundle has ended
     */
    @Override
    public void execute(Runnable task) {
        Given given = new Given(Objects.requireNonNull(task, "task"));
        inside.add(given); // before the look at shut: who shuts down then finds it here, or it sees the shutdown
        try {
            if (shut) {
                throw new PoolRejectedException(pool.name(), pool.settings().size(), 0);
            }
            pool.submitFresh(given);
        } catch (PoolRejectedException e) {
            remove(given);
            throw e;
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> work) {
        return new Submitted<>(work, work.getClass().getName());
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable work, T value) {
        return new Submitted<>(Executors.callable(work, value), work.getClass().getName());
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return any(tasks, Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new IllegalStateException("292 years are over", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return any(tasks, unit.toNanos(timeout));
    }

    /** The inherited one waits for ever for an attempt that is cancelled before it begins. */
    private <T> T any(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("no tasks");
        }
        long began = System.nanoTime();
        BlockingQueue<Attempt<T>> ended = new LinkedBlockingQueue<>();
        List<Attempt<T>> attempts = new ArrayList<>();
        try {
            ExecutionException last = null;
            Iterator<? extends Callable<T>> more = tasks.iterator();
            for (int active = 0; more.hasNext() || active > 0; ) {
                Attempt<T> attempt = ended.poll();
                if (attempt == null && more.hasNext()) {
                    Attempt<T> next = new Attempt<>(more.next(), ended);
                    execute(next);
                    attempts.add(next);
                    active++;
                    continue;
                }
                if (attempt == null) {
                    attempt = ended.poll(nanos - (System.nanoTime() - began), TimeUnit.NANOSECONDS);
                    if (attempt == null) {
                        throw new TimeoutException("No result in " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms: pool="
                                + pool.name() + ", owner=" + owner);
                    }
                }
                active--;
                try {
                    return attempt.get();
                } catch (ExecutionException e) {
                    last = e;
                } catch (CancellationException e) {
                    last = new ExecutionException(e);
                }
            }
            throw Objects.requireNonNull(last);
        } finally {
            attempts.forEach(attempt -> attempt.cancel(true));
        }
    }

    @Override
    public void shutdown() {
        shut = true;
        ended();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> waiting = new ArrayList<>();
        for (Given given : inside) {
            if (given.withdraw()) {
                given.withdrawn(given.task);
                waiting.add(given.task);
            } else {
                boolean unused = given.interruptRunner();
            }
        }
        return waiting;
    }

    /** No task of it waits for its time. */
    @Override
    public void endWaiting(String why, Executor callbacks) {
        ended();
    }

    @Override
    public void end(String why) {
        for (Given given : inside) {
            if (!given.mustRun() && given.withdraw()) {
                given.withdrawn(given.task);
            } else {
                boolean unused = given.interruptRunner();
            }
        }
        ended();
    }

    @Override
    public boolean isShutdown() {
        return shut || owner.stopped() || pool.closed();
    }

    @Override
    public boolean isTerminated() {
        return isShutdown() && inside.isEmpty();
    }

    @Override
    public synchronized boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (!isTerminated()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private void remove(Given given) {
        inside.remove(given);
        if (isShutdown()) {
            ended();
        }
    }

    /** It takes no more tasks; those who wait for the end look again. */
    private void ended() {
        if (isTerminated()) {
            pools.finished(this);
        }
        synchronized (this) {
            notifyAll();
        }
    }

    @Override
    public String toString() {
        return "executor on pool " + pool.name() + " of " + owner;
    }

    /** A task that came through this object. */
    private final class Given extends PoolTask {

        private final Runnable task;

        Given(Runnable task) {
            super(pool, owner, task);
            this.task = task;
        }

        @Override
        protected void perform() throws Throwable {
            super.perform();
            if (task instanceof Submitted<?> submitted) {
                submitted.reportFailure();
            }
        }

        @Override
        protected void done(@Nullable Throwable failure) {
            remove(this);
        }

        @Override
        protected void withdrawn(@Nullable Runnable todo) {
            super.withdrawn(task);
            remove(this);
        }
    }

    /** One of the tasks of {@code invokeAny}. */
    private static final class Attempt<T> extends FutureTask<T> {

        private final BlockingQueue<Attempt<T>> ended;

        Attempt(Callable<T> work, BlockingQueue<Attempt<T>> ended) {
            super(work);
            this.ended = ended;
        }

        @Override
        protected void done() {
            ended.add(this);
        }
    }

    /** Keeps what its work threw for the one who counts and logs it. */
    private final class Submitted<T> extends FutureTask<T> {

        private final String name;
        private @Nullable Throwable failure; // by the thread that runs it

        Submitted(Callable<T> work, String name) {
            super(work);
            this.name = name;
        }

        @Override
        protected void setException(Throwable thrown) {
            if (!isCancelled()) { // else this is the interrupt that the canceller asked for
                failure = thrown;
            }
            super.setException(thrown);
        }

        private void reportFailure() throws Throwable {
            Throwable thrown = failure;
            if (thrown != null) {
                failure = null; // the future keeps it
                pool.log(owner, name, thrown);
                throw thrown;
            }
        }
    }
}
