package io.mistersmith.pools.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * The connections of one pool: those of now, and those of before that are still borrowed. Thread-safe.
 *
 * <p>Settings and driver change under the lock; who connects reads the generation of now without it, and looks again if that was
 * replaced meanwhile.
 */
final class Database {

    /** HikariCP takes no shorter times. */
    private static final long SHORTEST_MILLIS = 250;

    private static final long SHORTEST_LIFE_MILLIS = 30_000;

    private final String name;
    private final Supplier<Work> work;
    private JdbcSettings settings; // guarded by this
    private PoolSettings sizes; // guarded by this
    private @Nullable DataSourceFactory driver; // guarded by this
    private @Nullable Object registry; // guarded by this
    private boolean closed; // guarded by this
    private final Attempts attempts = new Attempts();
    private volatile @Nullable Generation now;
    private volatile String missing;

    Database(String name, JdbcSettings settings, PoolSettings sizes, Supplier<Work> work) {
        this.name = name;
        this.settings = settings;
        this.sizes = sizes;
        this.work = work;
        this.missing = missing(settings);
    }

    private static String missing(JdbcSettings settings) {
        return "no service DataSourceFactory with " + DataSourceFactory.OSGI_JDBC_DRIVER_CLASS + "="
                + settings.driverClass();
    }

    /** From now on with this driver, or none. */
    synchronized void driver(@Nullable DataSourceFactory came) {
        if (driver != came) {
            driver = came;
            renew();
        }
    }

    /** From now on with these figures of Dropwizard's registry, or none. */
    synchronized void registry(@Nullable Object metricRegistry) {
        if (registry != metricRegistry) {
            registry = metricRegistry;
            renew();
        }
    }

    /** Other connections if they are to be others; else only other sizes. */
    synchronized void settings(JdbcSettings to, PoolSettings nowSizes) {
        sizes = nowSizes;
        boolean same = settings.equals(to);
        settings = to;
        Generation old = now;
        if (same && old != null) {
            size(old.config());
        } else if (!same) {
            missing = missing(to);
            renew();
        }
    }

    /** Only another size. */
    synchronized PoolSettings resize(int min, int max) {
        PoolSettings resized = sizes.resized(min, max);
        settings(settings, resized);
        return resized;
    }

    synchronized int min() {
        return sizes.min();
    }

    /** How opening connections went, of all generations. */
    Attempts attempts() {
        return attempts;
    }

    private void renew() {
        Generation old = now;
        DataSourceFactory with = driver;
        if (closed || with == null) {
            now = null;
        } else {
            try {
                now = new Generation(name, config(with));
            } catch (SQLException | RuntimeException e) {
                now = null;
                missing = "the driver refused its settings: " + e.getClass().getName();
            }
        }
        if (old != null) {
            work.get().run(old::retire, Duration.ofMinutes(1), old::retire);
        }
    }

    private HikariConfig config(DataSourceFactory with) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(new CountingSource(source(with), attempts));
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(
                Math.max(SHORTEST_MILLIS, sizes.acquireTimeout().toMillis()));
        config.setValidationTimeout(
                Math.max(SHORTEST_MILLIS, Math.min(sizes.callTimeout().toMillis(), config.getConnectionTimeout())));
        config.setRegisterMbeans(false);
        if (registry != null) {
            config.setMetricRegistry(registry);
        }
        size(config);
        return config;
    }

    private void size(HikariConfig config) {
        config.setMaximumPoolSize(sizes.max());
        config.setMinimumIdle(sizes.min());
        config.setIdleTimeout(sizes.idleTimeout().toMillis());
        long life = sizes.maxLifetime().toMillis();
        config.setMaxLifetime(life == 0 ? 0 : Math.max(SHORTEST_LIFE_MILLIS, life));
        long check = sizes.checkInterval().toMillis();
        config.setKeepaliveTime(check < SHORTEST_LIFE_MILLIS || (life > 0 && check >= life) ? 0 : check);
    }

    private DataSource source(DataSourceFactory with) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(DataSourceFactory.JDBC_URL, settings.url());
        if (!settings.user().isEmpty()) {
            properties.setProperty(DataSourceFactory.JDBC_USER, settings.user());
        }
        if (!settings.password().isEmpty()) {
            properties.setProperty(DataSourceFactory.JDBC_PASSWORD, settings.password());
        }
        if (settings.isPostgresql()) {
            String connect = seconds(settings.connectTimeout());
            properties.setProperty("connectTimeout", connect);
            properties.setProperty("loginTimeout", connect);
            properties.setProperty("socketTimeout", seconds(settings.socketTimeout()));
            properties.setProperty("tcpKeepAlive", "true");
        }
        return with.createDataSource(properties);
    }

    /** Whole seconds, never 0, which would mean for ever. */
    private static String seconds(Duration time) {
        return String.valueOf(Math.max(1, (time.toMillis() + 999) / 1000));
    }

    /**
     * A connection, and puts it on the seat.
     *
     * @throws SQLException if there is none in time; its cause is why, if it is known
     */
    Seat.Occupied connect(Seat seat, long millis) throws SQLException {
        while (true) {
            Generation from = now;
            if (from == null) {
                throw new SQLTransientConnectionException(missing, "08001");
            }
            try {
                Connection connection = from.connect(Math.max(1, millis));
                Seat.Occupied occupied = new Seat.Occupied(connection, from);
                seat.occupy(occupied);
                return occupied;
            } catch (SQLException e) {
                if (now == from) {
                    throw e;
                } // else it was replaced while this waited
            }
        }
    }

    @Nullable
    Generation now() {
        return now;
    }

    /** Nothing new; ends when the last borrowed one is back. */
    synchronized void close() {
        closed = true;
        renew();
    }
}
