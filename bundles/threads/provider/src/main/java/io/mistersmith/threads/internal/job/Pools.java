package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.engine.PoolTask;
import io.mistersmith.threads.internal.engine.SpareThread;
import io.mistersmith.threads.internal.engine.Worker;
import io.mistersmith.threads.internal.engine.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All pools and the timer of this container. Thread-safe. */
public final class Pools {

    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NAME_AFTER_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long CALLBACK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long AFTER_INTERRUPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Why a job has no result, in its exception.
    static final String OWNER_STOPPED = "Bundle stopped before there was a result";
    static final String POOL_ENDED = "Pool removed or closed before there was a result";
    static final String CLOSED = "Thread pools closed before there was a result";

    private final Map<String, CorePool> pools = new ConcurrentHashMap<>();

    /** Removed pools that may still run tasks. */
    private final Set<CorePool> removed = ConcurrentHashMap.newKeySet();

    /**
     * What somebody waits for and has not ended. Each is added before it can begin, and whoever adds one then looks whether it
     * must end; whoever ends bundles, pools or all of this first says so and then walks this set. So one of the two ends it.
     */
    private final Set<Unfinished> unfinished = ConcurrentHashMap.newKeySet();

    private final TimerThread timer = new TimerThread();
    private final SpareThread spare = new SpareThread("smith-callbacks");
    private final CorePool compute;
    private final CorePool io;
    private final CorePool blocking;
    private volatile Duration grace;
    private volatile boolean closed;

    public Pools(ThreadSettings settings) {
        this(settings, CorePool.queued("io", settings.io()));
    }

    Pools(ThreadSettings settings, CorePool io) {
        grace = settings.grace();
        compute = added(CorePool.stealing("compute", settings.compute()));
        this.io = added(io);
        blocking = added(CorePool.queued("blocking", settings.blocking()));
    }

    public CorePool compute() {
        return compute;
    }

    public CorePool io() {
        return io;
    }

    public CorePool blocking() {
        return blocking;
    }

    public TimerThread timer() {
        return timer;
    }

    /** The pools that may be given tasks. */
    public Collection<CorePool> all() {
        return pools.values();
    }

    /** The pools that may run tasks. */
    private List<CorePool> alive() {
        List<CorePool> alive = new ArrayList<>(pools.values());
        alive.addAll(removed);
        return alive;
    }

    /** From now on it is ended if nothing else does. */
    public void unfinished(Unfinished one) {
        unfinished.add(one);
    }

    /** It has ended. */
    public void finished(Unfinished one) {
        unfinished.remove(one);
    }

    /** Puts other settings into force; nothing queued is lost. */
    public void settings(ThreadSettings settings) {
        grace = settings.grace();
        compute.resize(settings.compute());
        io.resize(settings.io());
        blocking.resize(settings.blocking());
    }

    /**
     * The pool of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public CorePool named(String name) {
        CorePool pool = pools.get(name);
        if (pool == null) {
            throw new IllegalArgumentException("No pool \"" + name + "\"; available: "
                    + String.join(", ", new TreeSet<>(pools.keySet()))
                    + ". A file etc/io.mistersmith.threads.pool-NAME.cfg makes one.");
        }
        return pool;
    }

    /**
     * Makes a pool.
     *
     * @throws IllegalArgumentException if the name is malformed or taken
     */
    public CorePool add(String name, PoolSettings settings) {
        if (!name.matches("[a-z][a-z0-9_-]*")) {
            throw new IllegalArgumentException("Pool name \"" + name + "\" is not [a-z][a-z0-9_-]*");
        }
        if (pools.containsKey(name) || name.equals("scheduler")) {
            throw new IllegalArgumentException("Pool name \"" + name + "\" is taken");
        }
        return added(CorePool.queued(name, settings));
    }

    /** The pool that now has the name of a closed one, or the closed one. */
    public CorePool successor(CorePool closed) {
        return pools.getOrDefault(closed.name(), closed);
    }

    private CorePool added(CorePool pool) {
        pools.put(pool.name(), pool);
        return pool;
    }

    /**
     * Removes a pool: what it has queued still runs for the grace time, then the rest is cancelled or interrupted. Returns at
     * once.
     */
    public void remove(CorePool pool) {
        removed.add(pool);
        pools.remove(pool.name(), pool);
        pool.shutdown();
        later(pool::shutdownNow, grace.toNanos());
        later(() -> endOf(pool), grace.toNanos() + AFTER_INTERRUPT_NANOS);
    }

    private void endOf(CorePool pool) {
        for (Unfinished one : unfinished) {
            if (one.pool() == pool) {
                one.end(POOL_ENDED);
            }
        }
        removed.remove(pool);
    }

    public <T> Job<T> submit(CorePool pool, Owner owner, Callable<T> work, Duration timeout) {
        long nanos = nanos(timeout);
        if (nanos <= 0) {
            throw new IllegalArgumentException("timeout=" + timeout + " is not above 0");
        }
        JobTask<T> job = new JobTask<>(this, pool, owner, work.getClass().getName(), work);
        unfinished(job);
        try {
            pool.submitFresh(job);
        } catch (RejectedExecutionException e) {
            finished(job);
            throw e;
        }
        try {
            job.timer(timer.schedule(() -> job.timeOut(timeout), nanos));
        } catch (RejectedExecutionException e) {
            job.end(CLOSED); // meanwhile
        }
        return job;
    }

    public Job<Void> every(Owner owner, Duration period, Task task) {
        if (nanos(period) < 1_000_000) {
            throw new IllegalArgumentException("period=" + period + " is not 1 ms or more");
        }
        reserve(owner);
        SeriesJob job = new SeriesJob(this, owner, nanos(period), task);
        unfinished(job);
        try {
            job.schedule();
        } catch (RejectedExecutionException e) {
            job.end(CLOSED); // meanwhile
        }
        endIfTooLate(job);
        return job;
    }

    public Job<Void> after(Owner owner, Duration delay, Task task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay=" + delay + " is negative");
        }
        reserve(owner);
        DelayedJob job = new DelayedJob(this, owner, task);
        unfinished(job);
        job.schedule(nanos(delay));
        endIfTooLate(job);
        return job;
    }

    /** Its bundle stopped, or all closed, after the look in {@link #reserve}. */
    private void endIfTooLate(Unfinished timed) {
        if (timed.owner().stopped()) {
            timed.endWaiting(OWNER_STOPPED, Runnable::run);
        } else if (closed) {
            timed.endWaiting(CLOSED, Runnable::run);
        }
    }

    private void reserve(Owner owner) {
        if (owner.stopped() || closed) {
            throw new PoolRejectedException("scheduler", 1, 0);
        }
        timer.enter();
    }

    /**
     * Completes users' stages, which must not run on the timer: on pool io, or on a spare thread if that has none for them
     * soon. Their number is limited by that of the jobs.
     */
    void callback(Owner owner, Runnable quick) {
        PoolTask task = new PoolTask(io, owner, quick) {
            @Override
            protected boolean outlivesOwner() {
                return true; // a stage that never completes would keep what hangs on it
            }

            @Override
            protected void withdrawn(@Nullable Runnable todo) {
                quick.run(); // closed, too
            }
        };
        try {
            io.submitAlways(task);
        } catch (RejectedExecutionException e) { // closed, or no thread
            if (io.closed() && Thread.currentThread() != timer.thread()) {
                quick.run(); // who closes waits for it
            } else {
                onSpareThread(quick);
            }
            return;
        }
        later(
                () -> {
                    if (task.withdraw()) {
                        onSpareThread(quick);
                    }
                },
                CALLBACK_NANOS);
    }

    private void onSpareThread(Runnable quick) {
        try {
            spare.execute(quick);
        } catch (OutOfMemoryError e) {
            later(this::startSpareThread, AGAIN_NANOS);
        }
    }

    private void startSpareThread() {
        try {
            spare.start();
        } catch (OutOfMemoryError e) {
            later(this::startSpareThread, AGAIN_NANOS);
        }
    }

    /**
     * Replaces every thread, each after the task it runs: what a stopped bundle's code left in thread locals goes with them,
     * whoever called that code. Returns at once.
     */
    public void renew() {
        alive().forEach(CorePool::renew);
    }

    /** Ends what a stopped bundle left behind. Returns at once; running tasks are interrupted after the grace time. */
    public void stop(Owner owner) {
        owner.stop();
        forEachOf(owner, one -> one.endWaiting(OWNER_STOPPED, Runnable::run));
        alive().forEach(pool -> pool.withdraw(owner));
        renew();
        later(() -> interrupt(owner), grace.toNanos());
        later(() -> nameSurvivors(owner), grace.toNanos() + NAME_AFTER_NANOS);
        later(this::renew, grace.toNanos() + NAME_AFTER_NANOS); // for the ends of cancelled jobs, which ran meanwhile
    }

    private void interrupt(Owner owner) {
        alive().forEach(pool -> pool.interrupt(owner));
        forEachOf(owner, one -> one.end(OWNER_STOPPED));
    }

    private void forEachOf(Owner owner, Consumer<Unfinished> action) {
        for (Unfinished one : unfinished) {
            if (one.owner() == owner) {
                action.accept(one);
            }
        }
    }

    private void later(Runnable quick, long nanos) {
        try {
            Future<?> unused = timer.schedule(quick, nanos);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed, which ends everything", e);
        }
    }

    private void nameSurvivors(Owner owner) {
        for (CorePool pool : alive()) {
            for (Worker worker : pool.workers().alive()) {
                PoolTask task = worker.current();
                if (task != null && task.owner() == owner) {
                    Throwable stack =
                            new Throwable("stack of " + worker.thread().getName());
                    stack.setStackTrace(worker.thread().getStackTrace());
                    LOG.warn("Stopped bundle {} still runs a task and ignores its interrupt", owner, stack);
                }
            }
        }
    }

    /**
     * Ends everything: timers now, what is queued or runs after the grace time. What ignores its interrupt is named in the log,
     * and its job ends without it. Returns when that is done, but at once on a worker, which would wait for itself.
     */
    public void close() {
        closed = true;
        unfinished.forEach(one -> one.endWaiting(CLOSED, quick -> callback(one.owner(), quick)));
        alive().forEach(CorePool::shutdown);
        if (Thread.currentThread() instanceof Worker) {
            Workers.plain("smith-threads-close", this::finish).start();
        } else {
            finish();
        }
    }

    private void finish() {
        if (!awaitEnd(grace.toNanos())) {
            alive().forEach(CorePool::shutdownNow);
            if (!awaitEnd(AFTER_INTERRUPT_NANOS)) {
                LOG.warn(
                        "Closed while {} tasks ignore their interrupt",
                        alive().stream().mapToInt(CorePool::active).sum());
            }
        }
        unfinished.forEach(one -> one.end(CLOSED));
        timer.close();
    }

    private boolean awaitEnd(long nanos) {
        long deadline = System.nanoTime() + nanos;
        try {
            boolean all = true;
            for (CorePool pool : alive()) {
                all &= pool.awaitEnd(Math.max(0, deadline - System.nanoTime()));
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** When pool io has no room for what is due, it is tried again after this time. */
    static long againNanos() {
        return AGAIN_NANOS;
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(36_500)) > 0
                ? Duration.ofDays(36_500).toNanos()
                : duration.toNanos();
    }
}
