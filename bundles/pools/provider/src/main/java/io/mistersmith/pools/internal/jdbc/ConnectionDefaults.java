package io.mistersmith.pools.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * State that each borrower finds a connection in.
 *
 * @param reset what is undone when a connection is returned
 * @param initSql statements that run on each new connection; empty: none
 * @param isolation of transactions
 * @param readOnly whether transactions may not write
 * @param autoCommit whether each statement is its own transaction
 * @param testQuery query that tells whether a connection works; empty: as the driver does it
 */
record ConnectionDefaults(
        Reset reset, String initSql, Isolation isolation, boolean readOnly, boolean autoCommit, String testQuery) {

    /** As shipped. */
    static final ConnectionDefaults SHIPPED =
            new ConnectionDefaults(Reset.TRACKED, "", Isolation.DEFAULT, false, true, "");

    /** What is undone when a connection is returned. */
    enum Reset {
        /** The transaction, and what the methods of {@link Connection} changed. */
        TRACKED,
        /** Also what SQL changed in the session; PostgreSQL only. */
        SESSION
    }

    /** Isolation of transactions; DEFAULT leaves it as the database has it. */
    enum Isolation {
        DEFAULT(Connection.TRANSACTION_NONE),
        READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
        READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
        REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
        SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

        private final int level;

        Isolation(int level) {
            this.level = level;
        }
    }

    /** As the keys say. */
    static ConnectionDefaults of(JdbcConfig config) {
        return new ConnectionDefaults(
                Reset.valueOf(config.reset().toUpperCase(Locale.ROOT)),
                config.init_sql().strip(),
                Isolation.valueOf(config.transaction_isolation().toUpperCase(Locale.ROOT)),
                config.read_only(),
                config.auto_commit(),
                config.test_query().strip());
    }

    /** First step on a new connection: what JDBC has a method for. */
    void applyTo(Connection connection) throws SQLException {
        if (readOnly) {
            connection.setReadOnly(true);
        }
        if (isolation != Isolation.DEFAULT) {
            connection.setTransactionIsolation(isolation.level);
        }
    }

    /** Last step on a new connection. */
    void initialize(Connection connection) throws SQLException {
        if (!initSql.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(initSql);
            } catch (SQLException e) {
                throw new SQLException("init.sql failed: " + e.getMessage(), e.getSQLState(), e);
            }
        }
        if (!autoCommit) {
            connection.setAutoCommit(false);
        }
    }
}
