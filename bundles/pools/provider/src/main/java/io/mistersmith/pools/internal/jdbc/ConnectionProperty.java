package io.mistersmith.pools.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A property of a connection that JDBC has a setter for, in the order in which they are restored. */
@SuppressWarnings("ImmutableEnumChecker") // both are references to methods
enum ConnectionProperty {
    AUTO_COMMIT(Connection::getAutoCommit, (to, value) -> to.setAutoCommit((Boolean) value)),
    READ_ONLY(Connection::isReadOnly, (to, value) -> to.setReadOnly((Boolean) value)),
    ISOLATION(Connection::getTransactionIsolation, (to, value) -> to.setTransactionIsolation((Integer) value)),
    CATALOG(from -> orUnknown(from.getCatalog()), (to, value) -> to.setCatalog((String) value)),
    SCHEMA(from -> orUnknown(from.getSchema()), (to, value) -> to.setSchema((String) value)),
    HOLDABILITY(Connection::getHoldability, (to, value) -> to.setHoldability((Integer) value)),
    TYPE_MAP(ConnectionProperty::copyOfTypes, ConnectionProperty::setTypes),
    CLIENT_INFO(ConnectionProperty::copyOfClientInfo, (to, value) -> to.setClientInfo((Properties) value)),
    NETWORK_TIMEOUT(Connection::getNetworkTimeout, (to, value) -> to.setNetworkTimeout(Runnable::run, (Integer) value));

    /** Stands for a value that the driver does not tell. */
    static final Object UNKNOWN = "unknown";

    private final Reader reader;
    private final Writer writer;

    ConnectionProperty(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** Returns a value of its own, or {@link #UNKNOWN}. */
    Object read(Connection from) {
        try {
            return reader.read(from);
        } catch (SQLException | RuntimeException | AbstractMethodError e) {
            return UNKNOWN; // many drivers have some of the setters only
        }
    }

    /** Sets a value that was read; what is UNKNOWN cannot be set. */
    void write(Connection to, Object value) throws SQLException {
        if (value == UNKNOWN) {
            throw new SQLException("The driver did not tell the original value of " + this);
        }
        writer.write(to, value);
    }

    private static Object orUnknown(Object value) {
        return value == null ? UNKNOWN : value;
    }

    private static Object copyOfTypes(Connection from) throws SQLException {
        Map<String, Class<?>> types = from.getTypeMap();
        return types == null ? new HashMap<>() : new HashMap<>(types);
    }

    @SuppressWarnings("unchecked") // from copyOfTypes
    private static void setTypes(Connection to, Object value) throws SQLException {
        to.setTypeMap(new HashMap<>((Map<String, Class<?>>) value));
    }

    private static Object copyOfClientInfo(Connection from) throws SQLException {
        Properties copy = new Properties();
        Properties now = from.getClientInfo();
        if (now != null) {
            copy.putAll(now);
        }
        return copy;
    }

    private interface Reader {
        Object read(Connection from) throws SQLException;
    }

    private interface Writer {
        void write(Connection to, Object value) throws SQLException;
    }
}
