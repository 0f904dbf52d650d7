package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.jdbc.ConnectionDefaults.Reset;
import io.mistersmith.pools.internal.security.Credentials;
import java.time.Duration;

/**
 * How to reach a database; another value means other connections.
 *
 * @param url the JDBC URL, checked by {@link UrlRules}; empty if there is none
 * @param credentials as whom, and how encrypted
 * @param driver class of the driver, as its DataSourceFactory says
 * @param connectTimeout a connection that takes longer to open fails
 * @param socketTimeout a connection that answers nothing for longer fails
 * @param defaults state that each borrower finds a connection in
 */
record JdbcSettings(
        String url,
        Credentials credentials,
        String driver,
        Duration connectTimeout,
        Duration socketTimeout,
        ConnectionDefaults defaults) {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    /**
     * Checks the URL.
     *
     * @throws IllegalArgumentException if it is not harmless, or to be encrypted with a driver of which it is not known how
     */
    JdbcSettings {
        if (!url.isEmpty()) {
            UrlRules.check(url);
        }
        if (credentials.tls() != null && !url.isEmpty() && !url.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException("tls.enabled=true, and of this driver it is not known how");
        }
        if (defaults.reset() == Reset.SESSION && !url.isEmpty() && !url.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException("reset=session is for PostgreSQL only; use tracked");
        }
    }

    boolean isPostgresql() {
        return url.startsWith(POSTGRESQL);
    }

    /** The name of the driver's class, also when the settings leave it to the URL; empty if that is unknown. */
    String driverClass() {
        return driver.isEmpty() && isPostgresql() ? "org.postgresql.Driver" : driver;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "connection to " + url;
    }
}
