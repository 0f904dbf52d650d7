package io.mistersmith.pools.internal.jdbc;

import java.sql.SQLTransientConnectionException;

/** A thread was interrupted while it waited for a connection. Its interrupt flag is set again. */
final class InterruptedSqlException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;

    InterruptedSqlException(Throwable cause) {
        super("interrupted", cause);
    }
}
