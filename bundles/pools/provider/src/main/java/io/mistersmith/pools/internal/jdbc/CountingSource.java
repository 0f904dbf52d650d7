package io.mistersmith.pools.internal.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The driver's source of connections, counted. */
final class CountingSource implements DataSource {

    private final DataSource source;
    private final Attempts attempts;

    CountingSource(DataSource source, Attempts attempts) {
        this.source = source;
        this.attempts = attempts;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return counted(source::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return counted(() -> source.getConnection(user, password));
    }

    /** The driver looks for the socket factory that it is told of with the context class loader. */
    private Connection counted(Opening opening) throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(CountingSource.class.getClassLoader());
        try {
            Connection connection = opening.open();
            attempts.made();
            return connection;
        } catch (SQLException e) {
            attempts.failed(e);
            throw e;
        } finally {
            thread.setContextClassLoader(before);
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
        return Logger.getLogger(CountingSource.class.getName());
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
