package io.mistersmith.testkit;

import io.mistersmith.threads.CancellableTask;
import io.mistersmith.threads.Job;
import io.mistersmith.threads.Pool;
import io.mistersmith.threads.PoolRejectedException;
import io.mistersmith.threads.Task;
import io.mistersmith.threads.ThreadPools;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Pools without threads: what is given to them runs on the test's thread when it calls {@link #drain} or {@link #advance},
 * in the order in which it was given.
 *
 * <p>{@link #close} does what the end of the real pools does with tasks that have not begun.
 *
 * <p>Tasks may be given from any thread. What a task throws is kept in {@link #failures}.
 */
public final class ManualThreadPools implements ThreadPools, AutoCloseable {

    private static final int ENDLESS = 10_000_000;

    private final ManualClock clock;
    private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();
    /** Guarded by itself. */
    private final PriorityQueue<Timed> timed =
            new PriorityQueue<>(Comparator.<Timed>comparingLong(one -> one.due).thenComparingLong(one -> one.order));

    private final AtomicLong orders = new AtomicLong();
    private final Map<String, Pool> pools = new ConcurrentHashMap<>();
    private volatile boolean allFull;
    private volatile boolean closed;
    private final Set<String> full = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** With a clock of its own. */
    public ManualThreadPools() {
        this(new ManualClock());
    }

    /** With the test's clock, which only {@link #advance} should move then. */
    public ManualThreadPools(ManualClock clock) {
        this.clock = clock;
    }

    /** The clock that delays are measured with. */
    public ManualClock clock() {
        return clock;
    }

    /**
     * Runs what is ready, and what that makes ready, until nothing is.
     *
     * @return how many tasks ran
     * @throws IllegalStateException after 10,000,000 tasks, because they seem to go on for ever
     */
    public int drain() {
        runDue();
        int ran = 0;
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            run(task);
            if (++ran > ENDLESS) {
                throw new IllegalStateException("after " + ENDLESS + " tasks there are still more");
            }
        }
        return ran;
    }

    /**
     * Runs at most one ready task.
     *
     * @return false if none was ready
     */
    public boolean step() {
        runDue();
        Runnable task = ready.poll();
        if (task != null) {
            run(task);
        }
        return task != null;
    }

    /** Drains, then moves the clock on, from one due task to the next, draining at each. */
    public void advance(Duration by) {
        drain();
        long end = clock.nanos() + by.toNanos();
        for (Timed next = nextUntil(end); next != null; next = nextUntil(end)) {
            clock.advance(Duration.ofNanos(Math.max(0, next.due - clock.nanos())));
            drain();
        }
        clock.advance(Duration.ofNanos(end - clock.nanos()));
        drain();
    }

    /** How many tasks are ready to run, without the delayed ones. */
    public int waiting() {
        return ready.size();
    }

    /** How many tasks wait for their time. */
    public int delayed() {
        synchronized (timed) {
            timed.removeIf(one -> one.job.ended());
            return timed.size();
        }
    }

    /** While true, every pool refuses tasks as if its queue were full; also the callbacks of a store on these pools. */
    public void full(boolean refuse) {
        allFull = refuse;
    }

    /** While true, this pool refuses tasks as if its queue were full. */
    public void full(String pool, boolean refuse) {
        if (refuse) {
            full.add(pool);
        } else {
            full.remove(pool);
        }
    }

    /** Cancels what is ready or delayed, and notifies those who wait for it; what comes later is rejected. */
    @Override
    public void close() {
        closed = true;
        List<Timed> delayed;
        synchronized (timed) {
            delayed = List.copyOf(timed);
            timed.clear();
        }
        delayed.forEach(one -> one.job.closed());
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            Unrun.end(task);
        }
    }

    /** What tasks given with {@link Pool#execute}, {@link #every} or {@link #after} threw, in that order. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public Pool compute() {
        return named("compute");
    }

    @Override
    public Pool io() {
        return named("io");
    }

    @Override
    public Pool blocking() {
        return named("blocking");
    }

    /** Every name names a pool here. */
    @Override
    public Pool named(String name) {
        return pools.computeIfAbsent(name, ManualPool::new);
    }

    @Override
    public Job<Void> every(Duration period, Task task) {
        if (period.toMillis() < 1) {
            throw new IllegalArgumentException("period=" + period + " is not 1 ms or more");
        }
        return at(period, period, task);
    }

    @Override
    public Job<Void> after(Duration delay, Task task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay=" + delay + " is negative");
        }
        return at(delay, null, task);
    }

    private Job<Void> at(Duration delay, @Nullable Duration period, Task task) {
        if (closed) {
            throw new PoolRejectedException("scheduler", 1, 0);
        }
        ManualJob<Void> job = new ManualJob<>();
        add(new Timed(clock.nanos() + delay.toNanos(), period, task, job, orders.incrementAndGet()));
        return job;
    }

    private void add(Timed one) {
        synchronized (timed) {
            timed.add(one);
        }
    }

    private @Nullable Timed nextUntil(long end) {
        synchronized (timed) {
            timed.removeIf(one -> one.job.ended());
            Timed next = timed.peek();
            return next != null && next.due <= end ? next : null;
        }
    }

    private void runDue() {
        for (Timed next = nextUntil(clock.nanos()); next != null; next = nextUntil(clock.nanos())) {
            Timed due = next;
            synchronized (timed) {
                timed.remove(due);
            }
            ready.add(new Ready(due.job, () -> runTimed(due)));
        }
    }

    private void runTimed(Timed due) {
        if (due.job.ended()) {
            return;
        }
        try {
            due.task.run();
        } catch (Throwable e) {
            failures.add(e);
            if (due.period == null) {
                due.job.fail(e);
            }
        }
        if (due.period != null && closed) {
            due.job.closed();
        } else if (due.period != null) {
            add(new Timed(due.due + due.period.toNanos(), due.period, due.task, due.job, orders.incrementAndGet()));
        } else {
            due.job.succeed(null);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    /** The run of a job. */
    private record Ready(ManualJob<?> job, Runnable body) implements CancellableTask {

        @Override
        public void run() {
            body.run();
        }

        @Override
        public void cancelled() {
            job.closed();
        }
    }

    private record Timed(long due, @Nullable Duration period, Task task, ManualJob<Void> job, long order) {}

    private final class ManualPool implements Pool {

        private final String name;

        ManualPool(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void execute(Runnable task) {
            if (closed) {
                throw new PoolRejectedException(name, 1, 0);
            }
            if (allFull || full.contains(name)) {
                throw new PoolRejectedException(name, 1, 1);
            }
            ready.add(task);
        }

        @Override
        public <T> Job<T> submit(Callable<T> work, Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout=" + timeout + " is not above 0");
            }
            ManualJob<T> job = new ManualJob<>();
            long deadline = clock.nanos() + timeout.toNanos();
            execute(new Ready(job, () -> {
                if (job.ended()) {
                    return;
                }
                if (clock.nanos() > deadline) {
                    job.fail(new TimeoutException("not begun within " + timeout + ": pool=" + name));
                    return;
                }
                try {
                    job.succeed(work.call());
                } catch (Throwable e) {
                    job.fail(e);
                }
            }));
            return job;
        }
    }
}
