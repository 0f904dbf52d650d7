package io.mistersmith.pools.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The driver's connection as HikariCP has it. HikariCP gives every check of a connection the same time for ever, also when the
 * call that it is for has less left; here a check has the time that the pool's settings say now, and ends with that call.
 */
final class TimelyConnection extends DelegatingConnection {

    /** A check needs a moment, also one that begins at the end of a call's time. */
    private static final long SHORTEST_MILLIS = 20;

    private final Supplier<Duration> limit;

    TimelyConnection(Connection delegate, Supplier<Duration> limit) {
        super(delegate);
        this.limit = limit;
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        long full = seconds * 1_000L;
        long left = Math.max(
                SHORTEST_MILLIS, Deadline.left(Math.min(full, limit.get().toMillis())));
        if (left < full) {
            try {
                int before = delegate.getNetworkTimeout();
                if (before == 0 || left < before) {
                    delegate.setNetworkTimeout(Runnable::run, (int) left); // HikariCP puts back its own after the check
                }
            } catch (SQLFeatureNotSupportedException | AbstractMethodError e) {
                return delegate.isValid((int) Math.max(1, left / 1_000));
            }
        }
        return delegate.isValid(seconds);
    }

    @Override
    public void close() throws SQLException {
        delegate.close();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        delegate.abort(executor);
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
