package io.mistersmith.pools.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one URL and credentials, until others replace them and the last borrowed one is back. Thread-safe. */
final class Generation {

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final String name;
    private final HikariConfig config;
    private final @Nullable Encryption encryption;
    private final HikariPool pool;
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile boolean retired;

    Generation(String name, HikariConfig config, @Nullable Encryption encryption) {
        this.name = name;
        this.config = config;
        this.encryption = encryption;
        this.pool = new HikariPool(config);
    }

    Connection connect(long millis) throws SQLException {
        return pool.getConnection(millis);
    }

    /** Back into the pool, or closed if there are more than may be. */
    void giveBack(Connection connection) {
        if (pool.getTotalConnections() > config.getMaximumPoolSize()) {
            pool.evictConnection(connection);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection was broken when it came back: pool={}, {}", name, e.toString());
        }
        endIfIdle();
    }

    /** Closes it, whoever uses it. */
    void evict(Connection connection) {
        pool.evictConnection(connection);
        endIfIdle();
    }

    /** Closes all that are idle, and the others when they come back. */
    void evictAll() {
        pool.softEvictConnections();
    }

    HikariConfig config() {
        return config;
    }

    int total() {
        return pool.getTotalConnections();
    }

    int idle() {
        return pool.getIdleConnections();
    }

    int active() {
        return pool.getActiveConnections();
    }

    int pending() {
        return pool.getThreadsAwaitingConnection();
    }

    /** What connections are encrypted with; null if they are not. */
    @Nullable
    SSLContext certificates() {
        return encryption == null ? null : encryption.context();
    }

    /** Lends nothing more that was not asked for before; ends when all is back. */
    void retire() {
        retired = true;
        config.setMinimumIdle(0); // it makes none anew
        pool.softEvictConnections();
        endIfIdle();
    }

    private void endIfIdle() {
        if (retired && pool.getActiveConnections() == 0) {
            end();
        }
    }

    /** Closes all. */
    void end() {
        if (ending.compareAndSet(false, true)) {
            try {
                pool.shutdown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (encryption != null) {
                    encryption.end();
                }
            }
        }
    }
}
