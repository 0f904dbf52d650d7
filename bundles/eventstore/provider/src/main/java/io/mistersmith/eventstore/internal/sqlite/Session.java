package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.eventstore.internal.engine.RowChecksum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection with its prepared statements. For one thread at a time. */
final class Session implements AutoCloseable {

    private final Connection connection;
    private final Set<String> prepared;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final RowChecksum checksum = new RowChecksum();

    /** A session that adds to {@code prepared} each statement that it prepares. */
    Session(Connection connection, Set<String> prepared) {
        this.connection = connection;
        this.prepared = prepared;
    }

    /** The statement with these parameters; valid until it is asked for again. */
    PreparedStatement statement(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
            prepared.add(sql);
        }
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    Connection connection() {
        return connection;
    }

    /** For the rows that this connection reads and writes, one after the other. */
    RowChecksum checksum() {
        return checksum;
    }

    /** Runs a statement that changes something; gives the number of rows. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return statement(sql, parameters).executeUpdate();
    }

    /** Runs a statement that controls the transaction. */
    void control(String sql) throws SQLException {
        statement(sql).execute();
    }

    /** The first column of the first row; {@code none} when there is no row. */
    long number(long none, String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet row = statement(sql, parameters).executeQuery()) {
            return row.next() ? row.getLong(1) : none;
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else {
            statement.setObject(index, value);
        }
    }

    @Override
    public void close() throws SQLException {
        statements.clear();
        connection.close();
    }
}
