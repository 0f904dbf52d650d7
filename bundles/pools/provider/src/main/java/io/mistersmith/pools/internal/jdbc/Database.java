package io.mistersmith.pools.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Work;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.pools.internal.security.Tls;
import io.mistersmith.pools.internal.security.TlsSettings;
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

    private static final long LONGEST_MILLIS = 600_000;
    private static final long SHORTEST_LIFE_MILLIS = 30_000;

    private final String name;
    private final Supplier<Work> work;
    private JdbcSettings settings; // guarded by this
    private volatile PoolSettings sizes; // written under the lock
    private @Nullable DataSourceFactory driver; // guarded by this
    private boolean closed; // guarded by this
    private final Attempts attempts = new Attempts();
    private final HikariMeters meters;
    private volatile @Nullable Tls tls; // written under the lock
    private volatile @Nullable Generation now; // written under the lock
    private volatile String missing;

    Database(String name, JdbcSettings settings, PoolSettings sizes, Supplier<Work> work) {
        this.name = name;
        this.settings = settings;
        this.sizes = sizes;
        this.work = work;
        this.missing = missing(settings);
        this.tls = tls(settings);
        this.meters = new HikariMeters(name, this);
    }

    private static @Nullable Tls tls(JdbcSettings settings) {
        TlsSettings keys = settings.credentials().tls();
        return keys == null ? null : new Tls(keys);
    }

    private static String missing(JdbcSettings settings) {
        if (settings.url().isEmpty()) {
            return "url is not set; set it in the pool's file";
        }
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

    /** Other connections if they are to be others; else only other sizes. */
    synchronized void settings(JdbcSettings to, PoolSettings nowSizes) {
        sizes = nowSizes;
        boolean same = settings.equals(to);
        settings = to;
        if (!same) {
            tls = tls(to);
        }
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

    /** Why there are no connections at all; null if there can be some. */
    @Nullable
    String trouble() {
        return now == null ? missing : null;
    }

    /** The figures of HikariCP, of all generations. */
    HikariMeters meters() {
        return meters;
    }

    private void renew() {
        Generation old = now;
        DataSourceFactory with = driver;
        now = closed || with == null || settings.url().isEmpty() ? null : generation(with);
        if (old != null) {
            work.get().run(old::retire, Duration.ofMinutes(1), old::retire);
        }
    }

    private @Nullable Generation generation(DataSourceFactory with) {
        Encryption encryption = null;
        try {
            Tls encrypted = tls;
            encryption = encrypted == null ? null : Encryption.of(name, encrypted);
        } catch (IllegalStateException e) {
            missing = String.valueOf(e.getMessage()); // until the files are there
            return null;
        }
        try {
            return new Generation(name, config(with, encryption), encryption, attempts);
        } catch (SQLException | RuntimeException e) {
            missing = "the driver refused its settings: " + e.getClass().getName();
            if (encryption != null) {
                encryption.end();
            }
            return null;
        }
    }

    private HikariConfig config(DataSourceFactory with, @Nullable Encryption encryption) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        ConnectionDefaults defaults = settings.defaults();
        config.setDataSource(
                new PersistentSource(source(with, encryption), defaults, attempts, () -> sizes.callTimeout()));
        config.setAutoCommit(defaults.autoCommit());
        config.setReadOnly(defaults.readOnly());
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(
                Math.max(SHORTEST_MILLIS, sizes.acquireTimeout().toMillis()));
        config.setValidationTimeout(
                LONGEST_MILLIS); // shortened by PhysicalConnection to what the settings say at the time
        config.setRegisterMbeans(false);
        config.setMetricsTrackerFactory(meters);
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

    private DataSource source(DataSourceFactory with, @Nullable Encryption encryption) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(DataSourceFactory.JDBC_URL, settings.url());
        Credentials as = settings.credentials();
        if (!as.user().isEmpty()) {
            properties.setProperty(DataSourceFactory.JDBC_USER, as.user());
        }
        if (!as.password().isEmpty()) {
            properties.setProperty(DataSourceFactory.JDBC_PASSWORD, as.password());
        }
        if (settings.isPostgresql()) {
            String connect = seconds(settings.connectTimeout());
            properties.setProperty("connectTimeout", connect);
            properties.setProperty("loginTimeout", connect);
            properties.setProperty("socketTimeout", seconds(settings.socketTimeout()));
            properties.setProperty("tcpKeepAlive", "true");
            if (settings.defaults().readOnly()) {
                properties.setProperty("readOnlyMode", "always"); // else the driver enforces it in transactions only
            }
            if (encryption != null) {
                encryption.addTo(properties);
            }
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
        long end = System.nanoTime() + millis * 1_000_000;
        while (true) {
            Generation from = current();
            if (from == null) {
                throw new SQLTransientConnectionException(missing, "08001");
            }
            try {
                Connection connection = from.connect(end);
                Seat.Occupied occupied = new Seat.Occupied(connection, from);
                seat.occupy(occupied);
                return occupied;
            } catch (InterruptedSqlException e) {
                throw e;
            } catch (SQLException e) {
                if (now == from || System.nanoTime() - end >= 0) {
                    throw e;
                } // else it was replaced while this waited
            }
        }
    }

    /** That of now, after a look whether it was made with files that have changed since, or could not be read. */
    private @Nullable Generation current() {
        Generation from = now;
        Tls with = tls;
        if (with == null || !with.isOther(from == null ? null : from.certificates())) {
            return from;
        }
        synchronized (this) {
            if (now == from && tls == with) {
                renew();
            }
            return now;
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
