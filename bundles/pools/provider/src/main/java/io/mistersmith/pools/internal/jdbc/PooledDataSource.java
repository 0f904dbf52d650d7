package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.PoolException;
import io.mistersmith.pools.internal.engine.Borrower;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The pool as libraries want it, for one bundle. It stays the same object whatever the pool's settings become. */
final class PooledDataSource implements DataSource {

    private static final String CANNOT_CONNECT = "08001";

    private final JdbcEngine engine;
    private final Borrower borrower;

    PooledDataSource(JdbcEngine engine, Borrower borrower) {
        this.engine = engine;
        this.borrower = borrower;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return engine.acquire(borrower, engine.seats().settings().acquireTimeout());
        } catch (PoolException e) {
            throw e.retryable()
                    ? new SQLTransientConnectionException(e.getMessage(), CANNOT_CONNECT, e)
                    : new SQLNonTransientConnectionException(e.getMessage(), CANNOT_CONNECT, e);
        } catch (IllegalStateException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), CANNOT_CONNECT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException(
                    "Interrupted: pool=" + engine.seats().name(), CANNOT_CONNECT, e);
        }
    }

    /** A pool has one user. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "A pool has one user: pool=" + engine.seats().name());
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Nothing: the container logs. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    /** Nothing: the pool's file says it. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return (int) Math.max(1, engine.seats().settings().acquireTimeout().toSeconds());
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("not with java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "data source of pool " + engine.seats().name();
    }
}
