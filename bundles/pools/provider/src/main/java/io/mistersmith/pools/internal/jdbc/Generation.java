package io.mistersmith.pools.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.mistersmith.pools.internal.engine.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one URL and credentials, until others replace them and the last borrowed one is back. Thread-safe. */
final class Generation {

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    /** A call asks HikariCP again after this: one that came while the last place was being freed had no connection made for it. */
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final String name;
    private final HikariConfig config;
    private final PersistentSource source;
    private final @Nullable Encryption encryption;
    private final Attempts attempts;
    private final HikariPool pool;

    /**
     * One caller at a time waits in HikariCP, the others in line before it: when several of them give up at the same time, its
     * queue (the JDK's fair {@code SynchronousQueue}) held one of them for up to 2 s more.
     */
    private final ReentrantLock waiting = new ReentrantLock(true);

    private final AtomicBoolean ending = new AtomicBoolean();

    /**
     * Calls that borrow from it, and connections that are borrowed. It ends when it is retired and there are none: who borrows
     * counts itself and then looks whether it is retired, who retires it writes that and then looks at the count. HikariCP's own
     * count would miss who is about to borrow, and its end closes what is borrowed.
     */
    private final AtomicInteger users = new AtomicInteger();

    private volatile boolean retired;

    Generation(String name, HikariConfig config, @Nullable Encryption encryption, Attempts attempts) {
        this.attempts = attempts;
        this.name = name;
        this.config = config;
        this.source = (PersistentSource) config.getDataSource();
        this.encryption = encryption;
        this.pool = new HikariPool(config);
        source.wanted(this::isShort);
    }

    /** In time for this value of nanoTime. The caller has to give it back, or to have it evicted. */
    Connection connect(long end) throws SQLException {
        users.incrementAndGet();
        Connection got = null;
        Deadline.at(end);
        try {
            if (retired) {
                throw new SQLTransientConnectionException("others are in its place");
            }
            got = pool.getIdleConnections() > 0 ? borrowIdle() : null;
            if (got == null) {
                got = awaited(end);
            }
            return got;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSqlException(e);
        } finally {
            Deadline.none();
            if (got == null) {
                left();
            }
        }
    }

    private @Nullable Connection borrowIdle() {
        try {
            return clean(pool.getConnection(0));
        } catch (SQLException e) {
            return null; // another took it, or it was broken
        }
    }

    private Connection awaited(long end) throws SQLException, InterruptedException {
        if (waiting.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            try {
                long left = millisUntil(end);
                while (left > 0 && !retired) {
                    try {
                        Connection got = clean(pool.getConnection(Math.min(left, LOOK_AGAIN_MILLIS)));
                        if (got != null) {
                            return got;
                        }
                        left = millisUntil(end);
                    } catch (SQLException e) {
                        if (Thread.currentThread().isInterrupted()) {
                            throw new InterruptedSqlException(e);
                        }
                        left = millisUntil(end);
                        if (left <= 0) {
                            throw e;
                        }
                    }
                }
            } finally {
                waiting.unlock();
            }
        }
        throw new SQLTransientConnectionException("no connection in time");
    }

    private static long millisUntil(long nanos) {
        return (nanos - System.nanoTime()) / 1_000_000;
    }

    private boolean isShort() {
        return pool.getThreadsAwaitingConnection() > 0 || pool.getTotalConnections() < config.getMinimumIdle();
    }

    /** Resets a connection and returns it to the pool; closes it if that fails, or if there are more than may be. */
    void giveBack(Connection connection, ReturnWatch watch) {
        if (pool.getTotalConnections() > config.getMaximumPoolSize() || !reset(connection, watch)) {
            pool.evictConnection(connection);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection was broken when it came back: pool={}, {}", name, e.toString());
        }
        left();
    }

    /** Resets what came back another way, such as through {@code Statement.getConnection().close()}; null if that fails. */
    private @Nullable Connection clean(Connection got) throws SQLException {
        PhysicalConnection physical = got.unwrap(PhysicalConnection.class);
        if (physical.isUsed() && !reset(got, new ReturnWatch())) {
            pool.evictConnection(got);
            return null;
        }
        physical.lent();
        return got;
    }

    private boolean reset(Connection connection, ReturnWatch watch) {
        try {
            if (connection.isClosed()
                    || connection.unwrap(PhysicalConnection.class).isUntouched()) {
                return true; // closed: HikariCP has it already, or has thrown it away
            }
        } catch (SQLException e) {
            return false;
        }
        try {
            PhysicalConnection physical = connection.unwrap(PhysicalConnection.class);
            watch.begin(physical);
            physical.restore(connection);
            attempts.reset();
            return true;
        } catch (SQLException | RuntimeException e) {
            attempts.resetFailed(e);
            LOG.warn("Reset of a returned connection failed, so it is closed: pool={}, {}", name, Reason.of(e));
            return false;
        } finally {
            watch.end();
        }
    }

    /** Closes it, whoever uses it. */
    void evict(Connection connection) {
        pool.evictConnection(connection);
        left();
    }

    private void left() {
        if (users.decrementAndGet() == 0) {
            endIfIdle();
        }
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
        if (retired && users.get() == 0) {
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
