package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import java.time.Duration;
import javax.sql.DataSource;
import org.osgi.service.jdbc.DataSourceFactory;

/** A pool of connections without OSGi and without threads of its own: for benchmarks. */
public final class LocalJdbc implements AutoCloseable {

    private final JdbcEngine engine;

    /** A pool with this driver. */
    public LocalJdbc(String url, DataSourceFactory driver, PoolSettings sizes) {
        JdbcSettings settings = new JdbcSettings(
                url, Credentials.NONE, "", Duration.ofSeconds(5), Duration.ofSeconds(30), ConnectionDefaults.SHIPPED);
        engine = new JdbcEngine("local", settings, sizes);
        engine.database().driver(driver);
    }

    /** As one bundle sees it. */
    public DataSource source() {
        return new PooledDataSource(engine, new Borrower("local"));
    }

    @Override
    public void close() {
        engine.close();
    }
}
