package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.jdbc.ConnectionDefaults.Reset;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The session of a PostgreSQL server behind one connection: its transaction, whoever began it, and its reset.
 *
 * <p>Calls the driver's own methods by reflection: an import would refresh this bundle whenever the driver is updated.
 */
final class PostgresSession {

    private static final String OWN_DRIVER = "org.postgresql.jdbc.PgConnection";

    /** All but settings: an implicit transaction, so a failure undoes the rest and the connection is closed. */
    private static final String RESET =
            """
            RESET SESSION AUTHORIZATION; RESET ROLE; CLOSE ALL; UNLISTEN *; RESET ALL; DISCARD TEMP; DISCARD SEQUENCES; \
            SELECT (SELECT pg_catalog.string_agg('DEALLOCATE ' || pg_catalog.quote_ident(name), '; ')\
             FROM pg_catalog.pg_prepared_statements WHERE from_sql), pg_catalog.pg_advisory_unlock_all()""";

    /** What the driver and the pool's defaults have set since the connection was opened, which RESET ALL undoes. */
    private static final String SETTINGS =
            """
            SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' \
            AND name NOT IN ('role', 'session_authorization', 'seed') AND name NOT LIKE 'transaction\\_%'""";

    private final Connection connection;
    private final MethodHandle transactionState;
    private final MethodHandle takeNotifications;

    /** Null: the session is not reset. */
    private final @Nullable String reset;

    /** The reset as the server keeps it prepared; null until then, and if it holds statements of the pool's file. */
    private @Nullable PreparedStatement prepared;

    private final boolean preparable;

    private PostgresSession(Connection connection, ConnectionDefaults defaults) throws SQLException {
        this.connection = connection;
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> type = connection.getClass();
            this.transactionState = lookup.unreflect(type.getMethod("getTransactionState"))
                    .asType(MethodType.methodType(Object.class, Connection.class));
            MethodHandle executor = lookup.unreflect(type.getMethod("getQueryExecutor"));
            MethodHandle notifications =
                    lookup.unreflect(executor.type().returnType().getMethod("getNotifications"));
            this.takeNotifications = MethodHandles.filterReturnValue(executor, notifications)
                    .asType(MethodType.methodType(void.class, Connection.class));
        } catch (ReflectiveOperationException e) {
            throw new SQLException("This version of PostgreSQL's driver does not tell its transaction state", e);
        }
        this.reset = defaults.reset() == Reset.SESSION ? RESET + settings() + after(defaults.initSql()) : null;
        this.preparable = defaults.initSql().isEmpty(); // else a question mark in it would be a parameter
    }

    /** The session of a new connection, before {@code init.sql}; null if it is not one of PostgreSQL's own driver. */
    static @Nullable PostgresSession of(Connection opened, ConnectionDefaults defaults) throws SQLException {
        if (opened.getClass().getName().equals(OWN_DRIVER)) {
            return new PostgresSession(opened, defaults);
        }
        if (defaults.reset() == Reset.SESSION) {
            throw new SQLException("reset=session is possible with PostgreSQL's own driver only, and this one is "
                    + opened.getClass().getName());
        }
        return null;
    }

    private String settings() throws SQLException {
        StringBuilder again = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                again.append(", pg_catalog.set_config(")
                        .append(literal(rows.getString(1)))
                        .append(", ")
                        .append(literal(rows.getString(2)))
                        .append(", false)");
            }
        }
        return again.toString();
    }

    private static String after(String initSql) {
        return initSql.isEmpty() ? "" : "; " + initSql;
    }

    private static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** Whether the server is in a transaction, failed or not, also one that was begun by SQL. No round trip. */
    boolean inTransaction() {
        try {
            Object state = transactionState.invokeExact(connection);
            return !"IDLE".equals(String.valueOf(state));
        } catch (Throwable e) { // a getter of the driver's
            throw new IllegalStateException("The driver does not tell its transaction state", e);
        }
    }

    /** Returns the whole search path; JDBC's method tells the first schema only. */
    String searchPath() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW search_path")) {
            rows.next();
            return rows.getString(1);
        }
    }

    void searchPath(String path) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.set_config('search_path', " + literal(path) + ", false)");
        }
    }

    /** Clears the session in one round trip, unless the pool's file says otherwise. Needs to be outside a transaction. */
    void reset() throws SQLException {
        if (reset == null) {
            return;
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true); // local to the driver outside a transaction
        String left = preparable ? resetPrepared(reset) : resetByText(reset);
        if (left != null) {
            resetByText(left); // statements that were prepared by SQL
        }
        connection.setAutoCommit(autoCommit);
        try {
            takeNotifications.invokeExact(connection);
        } catch (Throwable e) { // of the driver's memory, without a round trip
            throw new SQLException("The driver does not hand over its notifications", e);
        }
    }

    private @Nullable String resetPrepared(String sql) throws SQLException {
        PreparedStatement statement = prepared;
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared = statement; // ends with the connection
        }
        return firstText(statement, statement.execute());
    }

    private @Nullable String resetByText(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return firstText(statement, statement.execute(sql));
        }
    }

    /** Returns the first column of the first row of the first result that has rows. */
    private static @Nullable String firstText(Statement statement, boolean hasRows) throws SQLException {
        boolean rowsNow = hasRows;
        while (!rowsNow) {
            if (statement.getUpdateCount() < 0) {
                return null;
            }
            rowsNow = statement.getMoreResults();
        }
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
