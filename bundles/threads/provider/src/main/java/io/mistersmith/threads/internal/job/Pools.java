package io.mistersmith.threads.internal.job;

import io.mistersmith.threads.Job;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.Owner;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.engine.PoolTask;
import io.mistersmith.threads.internal.engine.Worker;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All pools and the timer of this container. Thread-safe. */
public final class Pools {

    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NAME_AFTER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Map<String, CorePool> pools = new ConcurrentHashMap<>();
    private final TimerThread timer = new TimerThread();
    private final CorePool compute;
    private final CorePool io;
    private final CorePool blocking;
    private volatile Duration grace;

    public Pools(ThreadSettings settings) {
        grace = settings.grace();
        compute = added(CorePool.stealing("compute", settings.compute()));
        io = added(CorePool.queued("io", settings.io()));
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

    public Collection<CorePool> all() {
        return pools.values();
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
            throw new IllegalArgumentException("No pool \"" + name + "\"; there are: "
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

    /** Takes a pool away: what it has queued still runs for the grace time, then it is interrupted. */
    public void remove(CorePool pool) {
        pools.remove(pool.name(), pool);
        pool.shutdown();
        later(pool::shutdownNow, grace.toNanos());
    }

    public <T> Job<T> submit(CorePool pool, Owner owner, Callable<T> work, Duration timeout) {
        long nanos = nanos(timeout);
        if (nanos <= 0) {
            throw new IllegalArgumentException("timeout=" + timeout + " is not above 0");
        }
        JobTask<T> job = new JobTask<>(this, pool, owner, work.getClass().getName(), work);
        pool.submitFresh(job);
        try {
            job.timer(timer.schedule(() -> job.timeOut(timeout), nanos));
        } catch (RejectedExecutionException e) {
            job.cancel(); // closed meanwhile
        }
        return job;
    }

    public Job<Void> every(Owner owner, Duration period, Task task) {
        if (nanos(period) < 1_000_000) {
            throw new IllegalArgumentException("period=" + period + " is not 1 ms or more");
        }
        reserve(owner);
        SeriesJob job = new SeriesJob(this, owner, nanos(period), task);
        owner.add(job);
        job.schedule();
        return job;
    }

    public Job<Void> after(Owner owner, Duration delay, Task task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay=" + delay + " is negative");
        }
        reserve(owner);
        DelayedJob job = new DelayedJob(this, owner, task);
        owner.add(job); // before it can end: what is added after its end would stay for as long as the bundle
        job.schedule(nanos(delay));
        return job;
    }

    private void reserve(Owner owner) {
        if (owner.stopped() || io.closed()) {
            throw new PoolRejectedException("scheduler", 1, 0);
        }
        timer.enter();
    }

    /** Completes users' stages, which must not run on the timer. Their number is limited by that of the jobs. */
    void callback(Owner owner, Runnable quick) {
        try {
            io.submitAlways(new PoolTask(io, owner, quick) {
                @Override
                protected boolean outlivesOwner() {
                    return true; // a stage that never completes would keep what hangs on it
                }
            });
        } catch (RejectedExecutionException e) {
            quick.run(); // closed: nobody else will
        }
    }

    /**
     * Replaces every thread, each after the task it runs: what a stopped bundle's code left in thread locals goes with them,
     * whoever called that code. Returns at once.
     */
    public void renew() {
        all().forEach(CorePool::renew);
    }

    /** Ends what a stopped bundle left behind. Returns at once; running tasks are interrupted after the grace time. */
    public void stop(Owner owner) {
        owner.stop();
        owner.cancelTimers();
        all().forEach(pool -> pool.withdraw(owner));
        renew();
        later(() -> all().forEach(pool -> pool.interrupt(owner)), grace.toNanos());
        later(() -> nameSurvivors(owner), grace.toNanos() + NAME_AFTER_NANOS);
        later(this::renew, grace.toNanos() + NAME_AFTER_NANOS); // for the ends of cancelled jobs, which ran meanwhile
    }

    private void later(Runnable quick, long nanos) {
        try {
            Future<?> unused = timer.schedule(quick, nanos);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed, and with it all that was to be ended", e);
        }
    }

    private void nameSurvivors(Owner owner) {
        for (CorePool pool : all()) {
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

    /** Lets what is queued run for the grace time, interrupts the rest, and names what ignores that. */
    public void close() {
        all().forEach(CorePool::shutdown);
        boolean onWorker = Thread.currentThread() instanceof Worker;
        // A worker that closes the pools it belongs to would wait for itself.
        boolean ended = awaitEnd(onWorker ? 0 : grace.toNanos());
        if (!ended && !onWorker) {
            all().forEach(CorePool::shutdownNow);
            if (!awaitEnd(TimeUnit.SECONDS.toNanos(1))) {
                LOG.warn(
                        "Closed while {} tasks ignore their interrupt",
                        all().stream().mapToInt(CorePool::active).sum());
            }
        }
        timer.close();
    }

    private boolean awaitEnd(long nanos) {
        long deadline = System.nanoTime() + nanos;
        try {
            boolean all = true;
            for (CorePool pool : all()) {
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
