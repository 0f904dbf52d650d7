package io.mistersmith.threads.internal.engine;

import io.mistersmith.plugincode.support.ThrowableReader;
import io.mistersmith.threads.PoolRejectedException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pool: admits tasks up to its limit, hands them to its engine, and keeps the figures. Thread-safe. */
public final class CorePool {

    /** Receives the wait and run time of every task, in nanoseconds. */
    public interface Times {
        void task(long waitedNanos, long ranNanos);
    }

    private static final Logger LOG = LoggerFactory.getLogger(CorePool.class);

    private final String name;
    private final Admission admission;
    private final Workers workers;
    private final Engine engine;
    private final Object resized = new Object();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder withdrawn = new LongAdder();
    private final SpareThread spare;
    private final ThrowableReader reader;
    private volatile PoolSettings settings;
    private volatile @Nullable Times times;
    private volatile boolean closed;

    /** A pool with this engine. */
    public CorePool(String name, PoolSettings settings, BiFunction<PoolSettings, Workers, Engine> engine) {
        this.name = name;
        this.settings = settings;
        this.workers = new Workers(name, settings.stackBytes());
        this.admission = new Admission(settings.size() + settings.queueSize(), workers.tallies());
        this.engine = engine.apply(settings, workers);
        this.spare = new SpareThread("smith-" + name + "-last");
        SpareThread reading = new SpareThread("smith-" + name + "-log");
        this.reader = new ThrowableReader(() -> reading);
    }

    /** A pool whose idle threads take tasks from busy ones. */
    public static CorePool stealing(String name, PoolSettings settings) {
        return new CorePool(name, settings, StealingEngine::new);
    }

    /** A pool with one queue in the order of arrival. */
    public static CorePool queued(String name, PoolSettings settings) {
        return new CorePool(name, settings, QueuedEngine::new);
    }

    public String name() {
        return name;
    }

    public Workers workers() {
        return workers;
    }

    public boolean closed() {
        return closed;
    }

    public void times(@Nullable Times times) {
        this.times = times;
    }

    /**
     * Queues a task that nobody else knows yet.
     *
     * @throws PoolRejectedException if there is no room, or the pool or the task's owner is closed
     */
    public void submitFresh(PoolTask task) {
        admit(task);
        task.enqueueFresh();
        hand(task);
    }

    /**
     * Queues a task, unless it was withdrawn meanwhile.
     *
     * @throws PoolRejectedException if there is no room, or the pool or the task's owner is closed
     */
    public void submit(PoolTask task) {
        admit(task);
        if (task.enqueue()) {
            hand(task);
        } else {
            admission.leave();
        }
    }

    private void admit(PoolTask task) {
        if (closed || task.owner().stopped()) {
            throw reject(0);
        }
        if (admission.tryEnter() == Admission.REFUSED) {
            throw reject(settings.queueSize());
        }
        if (times != null) {
            task.timed();
        }
    }

    private void hand(PoolTask task) {
        try {
            engine.execute(task);
        } catch (RejectedExecutionException e) {
            admission.leave();
            throw reject(0);
        } catch (Error e) { // no memory for a thread: the task may be queued, and is taken back from there
            if (takeBack(task)) {
                PoolRejectedException rejected = reject(settings.queueSize());
                rejected.initCause(e);
                throw rejected;
            } // else a thread that was there took it
        }
    }

    /** Runs a callback of ours, whose number others limit, also when the pool is full. */
    public void submitAlways(PoolTask task) {
        admission.enter();
        if (!task.enqueue()) {
            admission.leave();
            return;
        }
        try {
            engine.execute(task);
        } catch (RejectedExecutionException e) {
            admission.leave();
            throw e;
        } catch (Error e) { // as in hand()
            if (takeBack(task)) {
                throw new RejectedExecutionException("no thread in pool " + name, e);
            }
        }
    }

    private boolean takeBack(PoolTask task) {
        if (!task.takeBack()) {
            return false;
        }
        if (engine.remove(task)) {
            admission.leave();
        }
        return true;
    }

    private PoolRejectedException reject(int capacity) {
        rejected.increment();
        return new PoolRejectedException(name, settings.size(), capacity);
    }

    public void resize(PoolSettings next) {
        workers.stackBytes(next.stackBytes());
        admission.limit(next.size() + next.queueSize());
        engine.resize(next);
        synchronized (resized) {
            settings = next;
            resized.notifyAll();
        }
    }

    /** Waits until the pool has this size; false if it had not when the time was over. */
    public boolean awaitSize(int size, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (resized) {
            for (long left = time.toNanos(); settings.size() != size; left = deadline - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(resized, left);
            }
        }
        return true;
    }

    /** A withdrawn task need not stay in the queue. */
    void forget(PoolTask task) {
        withdrawn.increment();
        if (engine.remove(task)) {
            admission.leave();
        }
    }

    /** A withdrawn task came off the queue. */
    void left() {
        admission.leave();
    }

    /** A task came up whose owner has stopped. */
    void stopped() {
        withdrawn.increment();
        admission.leave();
    }

    /** A work-stealing pool of the engine found a task in its queues while it ended. */
    void dropped(PoolTask task) {
        if (!engine.requeue(task)) {
            giveUp(task);
        }
    }

    /** Called once for each task that was queued when the engine ended: none of its threads will take it. */
    void giveUp(PoolTask task) {
        if (task.mustRun()) {
            spare.execute(() -> {
                Thread.currentThread().interrupt(); // as if it had begun before the end, and been interrupted for it
                task.run();
            });
        } else {
            task.abandon();
            task.run(); // gives its place back
        }
    }

    void times(long waitedNanos, long ranNanos) {
        Times told = times;
        if (told == null) {
            return;
        }
        try {
            told.task(waitedNanos, ranNanos);
        } catch (
                Throwable e) { // of metrics that were replaced, for instance: the task has to end, and its thread to go
            // on
            times = null;
            LOG.warn(
                    "Times of pool {} are not recorded until there are other metrics",
                    name,
                    reader.read(e).loggable());
        }
    }

    /** A task ran. */
    void ran(@Nullable Worker worker, @Nullable Throwable failure) {
        workers.tallies().ended(worker == null ? null : worker.tallyFor(workers), failure == null);
    }

    /** Replaces every thread, each after the task it runs. Returns at once. */
    public void renew() {
        engine.renew();
    }

    /** Logs what a task threw. Returns in limited time, whatever its methods do. */
    public void log(Owner owner, String task, Throwable failure) {
        LOG.warn(
                "Task of {} failed in pool {}: {}",
                owner,
                name,
                task,
                reader.read(failure).loggable());
    }

    /** Queued tasks of this owner will not run, and whoever waits for them is notified. */
    public void withdraw(Owner owner) {
        engine.withdraw(owner);
    }

    public void interrupt(Owner owner) {
        for (Worker worker : workers.alive()) {
            PoolTask task = worker.current();
            if (task != null && task.owner() == owner) {
                task.interruptRunner();
            }
        }
    }

    /** Takes no new task; what is queued runs. */
    public void shutdown() {
        closed = true;
        engine.shutdown();
    }

    public boolean awaitEnd(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        return engine.awaitEnd(nanos) && spare.awaitEnd(deadline - System.nanoTime());
    }

    /** Withdraws what is queued and interrupts what runs. */
    public void shutdownNow() {
        engine.shutdownNow();
    }

    public PoolSettings settings() {
        return settings;
    }

    public int active() {
        return workers.active();
    }

    public int queued() {
        return Math.max(0, admission.inside() - workers.active());
    }

    public long completed() {
        return workers.tallies().completedCount();
    }

    public long failed() {
        return workers.tallies().failedCount();
    }

    public long rejected() {
        return rejected.sum();
    }

    public long withdrawn() {
        return withdrawn.sum();
    }
}
