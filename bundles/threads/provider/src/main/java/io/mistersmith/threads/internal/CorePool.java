package io.mistersmith.threads.internal;

import io.mistersmith.threads.PoolRejectedException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pool: admits tasks up to its limit, hands them to its engine, and keeps the figures. Thread-safe. */
final class CorePool {

    /** Told how long each task waited and ran, in nanoseconds. */
    interface Times {
        void task(long waitedNanos, long ranNanos);
    }

    private static final Logger LOG = LoggerFactory.getLogger(CorePool.class);

    private final String name;
    private final Pools pools;
    private final Admission admission;
    private final Workers workers;
    private final Engine engine;
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder withdrawn = new LongAdder();
    private volatile PoolSettings settings;
    private volatile @Nullable Times times;
    private volatile boolean closed;

    CorePool(String name, Pools pools, PoolSettings settings, BiFunction<PoolSettings, Workers, Engine> engine) {
        this.name = name;
        this.pools = pools;
        this.settings = settings;
        this.admission = new Admission(settings.size() + settings.queueSize());
        this.workers = new Workers(name, settings.stackBytes());
        this.engine = engine.apply(settings, workers);
    }

    String name() {
        return name;
    }

    Pools pools() {
        return pools;
    }

    Workers workers() {
        return workers;
    }

    boolean closed() {
        return closed;
    }

    void times(@Nullable Times times) {
        this.times = times;
    }

    /**
     * Queues a task.
     *
     * @throws PoolRejectedException if there is no room, or the pool or the task's owner is closed
     */
    void submit(PoolTask task) {
        if (closed || task.owner().stopped()) {
            throw reject(0);
        }
        if (!admission.tryEnter()) {
            throw reject(settings.queueSize());
        }
        if (!task.enqueue()) {
            admission.leave();
            return;
        }
        try {
            engine.execute(task);
        } catch (RejectedExecutionException e) {
            admission.leave();
            throw reject(0);
        }
    }

    /** Runs a callback of ours, whose number others limit, also when the pool is full. */
    void submitAlways(PoolTask task) {
        admission.enter();
        if (task.enqueue()) {
            engine.execute(task);
        } else {
            admission.leave();
        }
    }

    private PoolRejectedException reject(int capacity) {
        rejected.increment();
        return new PoolRejectedException(name, settings.size(), capacity);
    }

    void resize(PoolSettings next) {
        settings = next;
        workers.stackBytes(next.stackBytes());
        admission.limit(next.size() + next.queueSize());
        engine.resize(next);
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

    /** A task ran. */
    void ran(long waitedNanos, long ranNanos, @Nullable Throwable failure) {
        (failure == null ? completed : failed).increment();
        Times told = times;
        if (told != null) {
            told.task(waitedNanos, ranNanos);
        }
        admission.leave();
    }

    void log(Owner owner, String task, Throwable failure) {
        LOG.warn("Task of {} failed in pool {}: {}", owner, name, task, failure);
    }

    /** Queued tasks of this owner will not run. */
    void withdraw(Owner owner) {
        engine.withdraw(owner);
    }

    void interrupt(Owner owner) {
        for (Worker worker : workers.alive()) {
            PoolTask task = worker.current();
            if (task != null && task.owner() == owner) {
                task.interruptRunner();
            }
        }
    }

    /** Takes no new task; what is queued runs. */
    void shutdown() {
        closed = true;
        engine.shutdown();
    }

    boolean awaitEnd(long nanos) throws InterruptedException {
        return engine.awaitEnd(nanos);
    }

    void shutdownNow() {
        engine.shutdownNow();
    }

    PoolSettings settings() {
        return settings;
    }

    int active() {
        return workers.active();
    }

    int queued() {
        return Math.max(0, admission.inside() - workers.active());
    }

    long completed() {
        return completed.sum();
    }

    long failed() {
        return failed.sum();
    }

    long rejected() {
        return rejected.sum();
    }

    long withdrawn() {
        return withdrawn.sum();
    }
}
