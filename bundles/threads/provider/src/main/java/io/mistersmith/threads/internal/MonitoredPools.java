package io.mistersmith.threads.internal;

import io.mistersmith.threads.PoolMonitor;
import io.mistersmith.threads.PoolStatus;
import io.mistersmith.threads.PoolThread;
import io.mistersmith.threads.internal.engine.CorePool;
import io.mistersmith.threads.internal.engine.PoolSettings;
import io.mistersmith.threads.internal.engine.PoolTask;
import io.mistersmith.threads.internal.engine.Worker;
import io.mistersmith.threads.internal.job.Pools;
import io.mistersmith.threads.internal.job.TimerThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The pools for operators. Usable without OSGi. */
final class MonitoredPools implements PoolMonitor {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> STANDARD = Set.of("compute", "io", "blocking");

    private final Pools pools;
    private final Path etc;
    private final String etcName;

    /**
     * The monitor of these pools.
     *
     * @param etc the folder with the files
     * @param etcName that folder as people know it
     */
    MonitoredPools(Pools pools, Path etc, String etcName) {
        this.pools = pools;
        this.etc = etc;
        this.etcName = etcName;
    }

    @Override
    public List<PoolStatus> pools() {
        return Stream.concat(pools.all().stream().map(MonitoredPools::status), Stream.of(scheduler()))
                .sorted(Comparator.comparing(PoolStatus::name))
                .toList();
    }

    /** The scheduler among the pools: what waits are timers, what has completed are their runs. */
    private PoolStatus scheduler() {
        TimerThread timer = pools.timer();
        return new PoolStatus(
                TimerThread.NAME,
                1,
                TimerThread.MAX_TIMERS,
                timer.thread() == null ? 0 : 1,
                timer.busy() ? 1 : 0,
                timer.timers(),
                timer.runs(),
                0,
                timer.refused(),
                0);
    }

    private List<PoolThread> schedulerThread() {
        Thread thread = pools.timer().thread();
        return thread == null
                ? List.of()
                : List.of(new PoolThread(
                        thread.getName(),
                        TimerThread.NAME,
                        thread.getState(),
                        pools.timer().busy() ? "the scheduler" : null,
                        List.of(thread.getStackTrace())));
    }

    @Override
    public List<PoolThread> threads(String pool) {
        if (pool.equals(TimerThread.NAME)) {
            return schedulerThread();
        }
        List<PoolThread> threads = new ArrayList<>();
        for (Worker worker : pools.named(pool).workers().alive()) {
            PoolTask task = worker.current();
            Thread thread = worker.thread();
            threads.add(new PoolThread(
                    thread.getName(),
                    pool,
                    thread.getState(),
                    task == null ? null : task.owner().toString(),
                    List.of(thread.getStackTrace())));
        }
        // smith-io-2 before smith-io-10
        threads.sort(
                Comparator.comparingInt((PoolThread one) -> one.name().length()).thenComparing(PoolThread::name));
        return List.copyOf(threads);
    }

    @Override
    public PoolStatus resize(String name, int size) throws InterruptedException {
        if (name.equals(TimerThread.NAME)) {
            throw new IllegalArgumentException("Pool \"" + name + "\" always has one thread.");
        }
        CorePool pool = pools.named(name);
        PoolSettings.Check.range("size", size, 1, PoolSettings.MAX_SIZE, "threads");
        String file = STANDARD.contains(name) ? ThreadsConfig.PID + ".cfg" : NamedPoolConfig.PID + "-" + name + ".cfg";
        String key = STANDARD.contains(name) ? name + ".size" : "size";
        Path path = etc.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException("Pool " + name + " has no file " + etcName + "/" + file
                    + "; make one with the line " + key + "=" + size + ".");
        }
        if (pool.settings().size() != size) {
            try {
                SizeFile.set(path, key, size);
            } catch (IOException e) {
                throw new IllegalStateException("Cannot write " + etcName + "/" + file + ": " + e, e);
            }
        }
        if (!pool.awaitSize(size, PATIENCE)) {
            throw new IllegalStateException("Wrote " + key + "=" + size + " to " + etcName + "/" + file
                    + ", but the pool still has size " + pool.settings().size()
                    + ": cfg:problems says why, or a variable MS_THREADS_* of the environment overrides it.");
        }
        return status(pool);
    }

    private static PoolStatus status(CorePool pool) {
        PoolSettings settings = pool.settings();
        return new PoolStatus(
                pool.name(),
                settings.size(),
                settings.queueSize(),
                pool.workers().alive().size(),
                pool.active(),
                pool.queued(),
                pool.completed(),
                pool.failed(),
                pool.rejected(),
                pool.withdrawn());
    }
}
