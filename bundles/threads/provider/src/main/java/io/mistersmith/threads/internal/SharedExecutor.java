package io.mistersmith.threads.internal;

import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pool as an {@link java.util.concurrent.ExecutorService} of one bundle, for libraries that want one.
 *
 * <p>The pool is shared, so {@link #shutdown} ends this object alone: it takes no more tasks, those it has still run, and the
 * pool goes on for all others. {@link #shutdownNow} also takes the bundle's waiting tasks back and interrupts those that run,
 * as far as they came through this object. The bundle's stop does the same.
 *
 * <p>What {@code execute} and {@code submit} are given counts like every task, and a failure is logged once with its owner,
 * also when a {@link Future} tells of it; nobody may be asking that. Of {@code invokeAny}, whose attempts may fail, only the
 * caller hears.
 */
final class SharedExecutor extends AbstractExecutorService {

    private final CorePool pool;
    private final Owner owner;
    private final Set<Given> inside = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    SharedExecutor(CorePool pool, Owner owner) {
        this.pool = pool;
        this.owner = owner;
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
    public void shutdown() {
        shut = true;
        wake();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> waiting = new ArrayList<>();
        for (Given given : inside) {
            if (given.withdraw()) {
                remove(given);
                waiting.add(given.task);
            } else {
                given.interruptRunner();
            }
        }
        return waiting;
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
        if (shut) {
            wake();
        }
    }

    private synchronized void wake() {
        notifyAll();
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
        protected void withdrawn() {
            if (task instanceof Future<?> future) {
                future.cancel(false); // who waits for it would wait for ever
            }
            remove(this);
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
                failure = null; // who keeps the future need not keep it twice
                pool.log(owner, name, thrown);
                throw thrown;
            }
        }
    }
}
