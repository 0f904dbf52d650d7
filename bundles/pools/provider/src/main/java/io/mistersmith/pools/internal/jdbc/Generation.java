package io.mistersmith.pools.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one URL and credentials, until others replace them and the last borrowed one is back. Thread-safe. */
final class Generation {

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final String name;
    private final HikariConfig config;
    private final CountingSource source;
    private final @Nullable Encryption encryption;
    private final HikariPool pool;

    /**
     * One caller at a time waits in HikariCP, the others in line before it: when several of them give up at the same time, its
     * queue (the JDK's fair {@code SynchronousQueue}) held one of them for up to 2 s more.
     */
    private final ReentrantLock waiting = new ReentrantLock(true);

    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile boolean retired;

    Generation(String name, HikariConfig config, @Nullable Encryption encryption) {
        this.name = name;
        this.config = config;
        this.source = (CountingSource) config.getDataSource();
        this.encryption = encryption;
        this.pool = new HikariPool(config);
        source.wanted(this::isShort);
    }

    Connection connect(long millis) throws SQLException {
        Deadline.in(millis);
        try {
            Connection idle = pool.getIdleConnections() > 0 ? borrowIdle() : null;
            return idle == null ? awaited(millis) : idle;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        } finally {
            Deadline.none();
        }
    }

    private @Nullable Connection borrowIdle() {
        try {
            return pool.getConnection(0);
        } catch (SQLException e) {
            return null; // another took it, or it was broken
        }
    }

    private Connection awaited(long millis) throws SQLException, InterruptedException {
        long began = System.nanoTime();
        if (waiting.tryLock(millis, TimeUnit.MILLISECONDS)) {
            try {
                long left = millis - (System.nanoTime() - began) / 1_000_000;
                if (left > 0) {
                    return pool.getConnection(left);
                }
            } finally {
                waiting.unlock();
            }
        }
        throw new SQLTransientConnectionException("no connection in time");
    }

    private boolean isShort() {
        return pool.getThreadsAwaitingConnection() > 0 || pool.getTotalConnections() < config.getMinimumIdle();
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
        return pool.getThreadsAwaitingConnection() + waiting.getQueueLength();
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
            source.end();
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
