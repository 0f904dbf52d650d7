package io.mistersmith.pools.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver's connection, below HikariCP, for as long as it is open. It notices what a borrower changes, whichever object the
 * change came through, and undoes it when the connection is returned.
 *
 * <p>It also limits the time of HikariCP's checks: HikariCP gives every check the same time for ever, even if the call that it
 * is for has less left.
 *
 * <p>Thread-safe as far as the driver is.
 */
final class PhysicalConnection extends DelegatingConnection {

    /** A check needs a moment, even one that begins at the end of a call's time. */
    private static final long SHORTEST_MILLIS = 20;

    /** What the driver's own object may have been used to change without any round trip. */
    private static final Set<ConnectionProperty> LOCAL = EnumSet.of(
            ConnectionProperty.AUTO_COMMIT,
            ConnectionProperty.READ_ONLY,
            ConnectionProperty.HOLDABILITY,
            ConnectionProperty.TYPE_MAP,
            ConnectionProperty.NETWORK_TIMEOUT);

    private final ConnectionDefaults defaults;
    private final Attempts attempts;
    private final Supplier<Duration> limit;
    private final @Nullable PostgresSession postgres;

    /** Values before the first change, for the life of the connection. Guarded by this. */
    private final Map<ConnectionProperty, Object> originals = new EnumMap<>(ConnectionProperty.class);

    /** Guarded by this. */
    private final Set<ConnectionProperty> changed = EnumSet.noneOf(ConnectionProperty.class);

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Whether anything may have reached the server since the connection was lent. Set by any thread of the borrower. */
    private volatile boolean used;

    private PhysicalConnection(
            Connection delegate,
            ConnectionDefaults defaults,
            Attempts attempts,
            Supplier<Duration> limit,
            @Nullable PostgresSession postgres) {
        super(delegate);
        this.defaults = defaults;
        this.attempts = attempts;
        this.limit = limit;
        this.postgres = postgres;
    }

    /**
     * Puts the pool's defaults in force on a connection that the driver has just opened. Closes it if that fails.
     *
     * @param attempts counts failed checks
     * @param limit how long the answer to a check or a reset may take
     */
    static PhysicalConnection of(
            Connection opened, ConnectionDefaults defaults, Attempts attempts, Supplier<Duration> limit)
            throws SQLException {
        try {
            defaults.applyTo(opened);
            PostgresSession postgres = PostgresSession.of(opened, defaults);
            defaults.initialize(opened);
            return new PhysicalConnection(opened, defaults, attempts, limit, postgres);
        } catch (SQLException | RuntimeException | Error e) {
            try {
                opened.close();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Called when a borrower gets it: what HikariCP did until now is no change of the borrower's. */
    synchronized void lent() {
        used = false;
        changed.clear();
    }

    /** Whether a borrower has had it and it was not restored since. */
    boolean isUsed() {
        return used;
    }

    /** Whether there is nothing to restore. */
    synchronized boolean isUntouched() {
        return !used && changed.isEmpty();
    }

    /**
     * Undoes what the borrower did. Costs no round trip if nothing was done, else one with {@code reset=session}, and one for
     * each of an open transaction and some of the properties.
     *
     * @param above HikariCP's object for this connection; changes go through it, so that it does not repeat them
     * @throws SQLException if something could not be undone: then the connection has to be closed
     */
    synchronized void restore(Connection above) throws SQLException {
        limitAnswers();
        endTransaction(above);
        for (ConnectionProperty property : changed) {
            if (property != ConnectionProperty.NETWORK_TIMEOUT) {
                restore(property, above);
            }
        }
        if (postgres != null) {
            postgres.reset();
        }
        if (changed.contains(ConnectionProperty.NETWORK_TIMEOUT)) {
            restore(ConnectionProperty.NETWORK_TIMEOUT, above);
        }
        lent();
    }

    /** An answer that does not come in time fails the reset. */
    private void limitAnswers() throws SQLException {
        int millis = (int) limit.get().toMillis();
        int before;
        try {
            before = delegate.getNetworkTimeout();
        } catch (SQLFeatureNotSupportedException | AbstractMethodError e) {
            return; // the driver has a limit of its own, or none
        }
        if (before == 0 || before > millis) {
            setNetworkTimeout(Runnable::run, millis);
        }
    }

    private void endTransaction(Connection above) throws SQLException {
        boolean autoCommit = delegate.getAutoCommit();
        if (postgres == null ? autoCommit : !postgres.inTransaction()) {
            return;
        }
        if (autoCommit) { // begun by SQL, and JDBC's own method refuses
            try (Statement statement = delegate.createStatement()) {
                statement.execute("ROLLBACK");
            }
        } else {
            above.rollback();
        }
    }

    private void restore(ConnectionProperty property, Connection above) throws SQLException {
        Object original = originals.getOrDefault(property, ConnectionProperty.UNKNOWN);
        if (property == ConnectionProperty.SCHEMA && postgres != null) {
            postgres.searchPath(original.toString());
        } else {
            property.write(above, original);
        }
    }

    /** Before a change. */
    private synchronized void remember(ConnectionProperty property) throws SQLException {
        if (!originals.containsKey(property)) {
            originals.put(
                    property,
                    property == ConnectionProperty.SCHEMA && postgres != null
                            ? postgres.searchPath()
                            : property.read(delegate));
        }
        changed.add(property);
    }

    @Override
    Connection used() {
        if (!used) {
            used = true;
        }
        return delegate;
    }

    @Override
    public void setAutoCommit(boolean to) throws SQLException {
        remember(ConnectionProperty.AUTO_COMMIT);
        delegate.setAutoCommit(to);
    }

    @Override
    public void setReadOnly(boolean to) throws SQLException {
        remember(ConnectionProperty.READ_ONLY);
        delegate.setReadOnly(to);
    }

    @Override
    public void setTransactionIsolation(int to) throws SQLException {
        remember(ConnectionProperty.ISOLATION);
        delegate.setTransactionIsolation(to);
    }

    @Override
    public void setCatalog(String to) throws SQLException {
        remember(ConnectionProperty.CATALOG);
        delegate.setCatalog(to);
    }

    @Override
    public void setSchema(String to) throws SQLException {
        remember(ConnectionProperty.SCHEMA);
        delegate.setSchema(to);
    }

    @Override
    public void setHoldability(int to) throws SQLException {
        remember(ConnectionProperty.HOLDABILITY);
        delegate.setHoldability(to);
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> to) throws SQLException {
        remember(ConnectionProperty.TYPE_MAP);
        delegate.setTypeMap(to);
    }

    /** The map may be the driver's own, which the caller can write to. */
    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        remember(ConnectionProperty.TYPE_MAP);
        return delegate.getTypeMap();
    }

    @Override
    public void setClientInfo(String name, String to) throws SQLClientInfoException {
        rememberClientInfo();
        delegate.setClientInfo(name, to);
    }

    @Override
    public void setClientInfo(Properties to) throws SQLClientInfoException {
        rememberClientInfo();
        delegate.setClientInfo(to);
    }

    private void rememberClientInfo() throws SQLClientInfoException {
        try {
            remember(ConnectionProperty.CLIENT_INFO);
        } catch (SQLException e) {
            throw new SQLClientInfoException(Map.of(), e);
        }
    }

    @Override
    public void setNetworkTimeout(Executor executor, int to) throws SQLException {
        remember(ConnectionProperty.NETWORK_TIMEOUT);
        delegate.setNetworkTimeout(executor, to);
    }

    /** From now on the borrower can change things unseen, so the properties that cost nothing to read are kept first. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        for (ConnectionProperty property : LOCAL) {
            if (property.read(delegate) != ConnectionProperty.UNKNOWN) {
                remember(property);
            }
        }
        return used().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || delegate.isWrapperFor(type);
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        long full = seconds * 1_000L;
        long left = Math.max(
                SHORTEST_MILLIS, Deadline.left(Math.min(full, limit.get().toMillis())));
        boolean valid = left < full ? isValidWithin(left, seconds) : isValidNow(seconds);
        if (!valid) {
            attempts.unhealthy();
        }
        return valid;
    }

    private boolean isValidWithin(long millis, int seconds) throws SQLException {
        int before;
        try {
            before = delegate.getNetworkTimeout();
            if (before == 0 || millis < before) {
                delegate.setNetworkTimeout(Runnable::run, (int) millis);
            }
        } catch (SQLFeatureNotSupportedException | AbstractMethodError e) {
            return isValidNow((int) Math.max(1, millis / 1_000));
        }
        boolean valid = isValidNow(seconds);
        if (valid) {
            delegate.setNetworkTimeout(Runnable::run, before);
        }
        return valid;
    }

    private boolean isValidNow(int seconds) throws SQLException {
        if (defaults.testQuery().isEmpty()) {
            return delegate.isValid(seconds);
        }
        try (Statement statement = delegate.createStatement()) {
            statement.setQueryTimeout(seconds);
            statement.execute(defaults.testQuery());
            if (!delegate.getAutoCommit()) {
                delegate.rollback();
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        countClosed();
        delegate.close();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        countClosed();
        delegate.abort(executor);
    }

    private void countClosed() {
        if (closed.compareAndSet(false, true)) {
            attempts.closed();
        }
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
