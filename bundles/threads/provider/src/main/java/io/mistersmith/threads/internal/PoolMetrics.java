package io.mistersmith.threads.internal;

import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.metrics.Timer;
import io.mistersmith.threads.internal.engine.CorePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The series of one pool in one metrics service. */
final class PoolMetrics implements AutoCloseable {

    private static final String PREFIX = "mistersmith_threads_";

    private final CorePool pool;
    private final List<Registration> series = new ArrayList<>();
    private final Metrics.Family<Timer> waited;
    private final Metrics.Family<Timer> ran;

    PoolMetrics(Metrics metrics, CorePool pool) {
        this.pool = pool;
        Map<String, String> label = Map.of("pool", pool.name());
        series.add(metrics.gauge(PREFIX + "size_threads", "Threads a pool may have", label, () -> pool.settings()
                .size()));
        series.add(metrics.gauge(PREFIX + "active_threads", "Threads that run a task", label, pool::active));
        series.add(metrics.gauge(PREFIX + "queued_tasks", "Tasks that wait for a thread", label, pool::queued));
        series.add(metrics.gauge(PREFIX + "queue_capacity_tasks", "Tasks that may wait", label, () -> pool.settings()
                .queueSize()));
        series.add(metrics.counter(PREFIX + "completed_total", "Tasks that ended well", label, pool::completed));
        series.add(metrics.counter(PREFIX + "failed_total", "Tasks that threw", label, pool::failed));
        series.add(metrics.counter(PREFIX + "rejected_total", "Tasks refused for want of room", label, pool::rejected));
        series.add(metrics.counter(
                PREFIX + "withdrawn_total", "Queued tasks that were cancelled", label, pool::withdrawn));
        waited = metrics.timer(PREFIX + "wait_seconds", "Time a task waited for a thread", "pool");
        ran = metrics.timer(PREFIX + "run_seconds", "Time a task ran", "pool");
        Timer waitedHere = waited.with(pool.name());
        Timer ranHere = ran.with(pool.name());
        pool.times((waitedNanos, ranNanos) -> {
            waitedHere.record(waitedNanos);
            ranHere.record(ranNanos);
        });
    }

    @Override
    public void close() {
        pool.times(null);
        series.forEach(Registration::close);
        waited.remove(new String[] {pool.name()});
        ran.remove(new String[] {pool.name()});
    }
}
