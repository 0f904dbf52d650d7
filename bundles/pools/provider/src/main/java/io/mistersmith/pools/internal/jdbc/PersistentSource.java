package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.resilience.Backoff;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The driver's source of connections, which tries until it gets one. HikariCP's own waits between tries grow to 5 s, without
 * jitter, so that a pool would be short for too long after its database is back, and all pools would come at once.
 *
 * <p>Runs on HikariCP's one thread for new connections. While nobody wants a connection it only looks now and then whether there
 * could be one: who watches the pool should see that its database is back.
 */
final class PersistentSource implements DataSource {

    private static final String CANNOT_CONNECT = "08001";
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
    private static final Duration UNWANTED = Duration.ofSeconds(10);

    private final DataSource source;
    private final ConnectionDefaults defaults;
    private final Attempts attempts;
    private final Supplier<Duration> checkLimit;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile BooleanSupplier wanted = () -> true;

    /** Gives connections with these defaults, of which a check or a reset takes no longer than this. */
    PersistentSource(DataSource source, ConnectionDefaults defaults, Attempts attempts, Supplier<Duration> checkLimit) {
        this.checkLimit = checkLimit;
        this.source = source;
        this.defaults = defaults;
        this.attempts = attempts;
    }

    /** From now on this says whether somebody needs a connection. */
    void wanted(BooleanSupplier now) {
        wanted = now;
    }

    /** No more tries: who asks, or waits for one, gets why the last one failed. */
    void end() {
        ended.countDown();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opened(source::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return opened(() -> source.getConnection(user, password));
    }

    private Connection opened(Opening opening) throws SQLException {
        attempts.opening();
        try {
            return openedInTheEnd(opening);
        } finally {
            attempts.notOpening();
        }
    }

    private Connection openedInTheEnd(Opening opening) throws SQLException {
        while (true) {
            try {
                Connection connection = PhysicalConnection.of(inOurName(opening), defaults, attempts, checkLimit);
                attempts.made();
                return connection;
            } catch (SQLException e) {
                attempts.failed(e);
                rest(e);
            } catch (RuntimeException | Error e) { // of a driver that was told nonsense; HikariCP would give up
                SQLException failure =
                        new SQLNonTransientConnectionException("The driver failed: " + e, CANNOT_CONNECT, e);
                attempts.failed(failure);
                rest(failure);
            }
        }
    }

    /** The driver looks for the socket factory that it is told of with the context class loader. */
    private static Connection inOurName(Opening opening) throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PersistentSource.class.getClassLoader());
        try {
            return opening.open();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Returns when it is time for the next try. */
    private void rest(SQLException failure) throws SQLException {
        long since = System.nanoTime();
        try {
            do {
                Duration pause = BACKOFF.delay(attempts.failuresInARow());
                if (ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failure;
                }
            } while (!wanted.getAsBoolean() && System.nanoTime() - since < UNWANTED.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private interface Opening {
        Connection open() throws SQLException;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    /** Nothing: HikariCP would put its own, in whole seconds, in place of the pool's. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(PersistentSource.class.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
