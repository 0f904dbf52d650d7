package io.mistersmith.pools.internal.jdbc;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.metrics.Metrics.Registration;
import io.mistersmith.metrics.Timer;
import io.mistersmith.pools.PoolStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * HikariCP's figures under the names that public dashboards look for; the same series whatever generation of connections there
 * is. HikariCP's own way to Dropwizard's registry admits each name once, so not two generations. Thread-safe.
 */
final class HikariMeters implements MetricsTrackerFactory {

    private static final String PREFIX = "hikaricp_connections";
    private static final long NANOS_OF_MILLI = 1_000_000;

    private record Times(Timer acquire, Timer usage, Timer creation) {}

    private final String pool;
    private final Database database;
    private volatile @Nullable Times times;

    HikariMeters(String pool, Database database) {
        this.pool = pool;
        this.database = database;
    }

    /**
     * From now on the figures are kept there too.
     *
     * @param status of the pool, with the calls that wait in front of HikariCP
     */
    List<Registration> in(Metrics metrics, Supplier<PoolStatus> status) {
        List<Registration> series = new ArrayList<>();
        Map<String, String> label = Map.of("pool", pool);
        gauge(metrics, series, "", "Connections", Generation::total);
        gauge(metrics, series, "_active", "Connections in use", Generation::active);
        gauge(metrics, series, "_idle", "Connections nobody uses", Generation::idle);
        gauge(metrics, series, "_pending", "Threads that wait", now -> status.get()
                .waiting());
        gauge(metrics, series, "_max", "Most connections", now -> now.config().getMaximumPoolSize());
        gauge(metrics, series, "_min", "Fewest idle connections", now -> now.config()
                .getMinimumIdle());
        series.add(metrics.counter(
                PREFIX + "_timeout_total", "Threads that got no connection in time", label, () -> status.get()
                        .timeouts())); // HikariCP counts each time that a call looks
        times = new Times(
                timer(metrics, series, "_acquire_seconds", "Time to get a connection"),
                timer(metrics, series, "_usage_seconds", "Time a connection was in use"),
                timer(metrics, series, "_creation_seconds", "Time to make a connection"));
        series.add(() -> times = null);
        return series;
    }

    private void gauge(
            Metrics metrics, List<Registration> series, String name, String help, ToIntFunction<Generation> value) {
        series.add(metrics.gauge(PREFIX + name, help, Map.of("pool", pool), () -> {
            Generation now = database.now();
            return now == null ? 0 : value.applyAsInt(now);
        }));
    }

    private Timer timer(Metrics metrics, List<Registration> series, String name, String help) {
        Metrics.Family<Timer> family = metrics.timer(PREFIX + name, help, "pool");
        series.add(() -> family.remove(new String[] {pool}));
        return family.with(pool);
    }

    @Override
    public IMetricsTracker create(String poolName, PoolStats stats) {
        return new Tracker();
    }

    private final class Tracker implements IMetricsTracker {

        @Override
        public void recordConnectionAcquiredNanos(long nanos) {
            Times now = times;
            if (now != null) {
                now.acquire.record(nanos);
            }
        }

        @Override
        public void recordConnectionUsageMillis(long millis) {
            Times now = times;
            if (now != null) {
                now.usage.record(millis * NANOS_OF_MILLI);
            }
        }

        @Override
        public void recordConnectionCreatedMillis(long millis) {
            Times now = times;
            if (now != null) {
                now.creation.record(millis * NANOS_OF_MILLI);
            }
        }
    }
}
