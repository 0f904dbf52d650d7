package io.mistersmith.pools.internal.jdbc;

import java.time.Duration;

/**
 * How to reach a database; another value means other connections.
 *
 * @param url the JDBC URL, checked by {@link UrlRules}
 * @param user empty: none
 * @param password empty: none
 * @param driver class of the driver, as its DataSourceFactory says
 * @param connectTimeout a connection that takes longer to open fails
 * @param socketTimeout a connection that answers nothing for longer fails
 */
record JdbcSettings(
        String url, String user, String password, String driver, Duration connectTimeout, Duration socketTimeout) {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** Checks the URL. */
    JdbcSettings {
        UrlRules.check(url);
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
