package io.mistersmith.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Maker;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.jdbc.LocalJdbc;
import java.lang.reflect.Proxy;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.osgi.service.jdbc.DataSourceFactory;
import org.sqlite.SQLiteDataSource;

/**
 * Question: what does it cost to borrow and give back, when that is all?
 *
 * <p>Rivals: commons-pool2 with 8 threads over 4 objects, a good number is three times its rate, no stacks kept on either side;
 * HikariCP alone with 2 threads over 4 connections and the same leak threshold, which makes both keep stacks, a good number is
 * 0.95 of its rate.
 */
final class Leases {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String URL = "jdbc:sqlite::memory:";

    private Leases() {}

    static double generic(boolean quick) throws Exception {
        PoolEngine<Object> pool = new PoolEngine<>("benchmark", new Objects(), settings(Duration.ZERO));
        Borrower borrower = new Borrower("benchmark 1.0.0");
        return Rates.of(8, quick, () -> pool.acquire(borrower, LONG).close());
    }

    static double commons(boolean quick) throws Exception {
        try (GenericObjectPool<Object> pool = new GenericObjectPool<>(new CommonsObjects())) {
            pool.setMaxTotal(4);
            pool.setMaxIdle(4);
            pool.setMaxWait(LONG);
            return Rates.of(8, quick, () -> pool.returnObject(pool.borrowObject()));
        }
    }

    static double jdbc(boolean quick) throws Exception {
        try (LocalJdbc pool = new LocalJdbc(URL, driver(), settings(Duration.ofMinutes(1)))) {
            DataSource source = pool.source();
            return Rates.of(2, quick, () -> source.getConnection().close());
        }
    }

    static double hikari(boolean quick) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(sqlite());
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(4);
        config.setLeakDetectionThreshold(60_000);
        try (HikariDataSource source = new HikariDataSource(config)) {
            return Rates.of(2, quick, () -> source.getConnection().close());
        }
    }

    private static PoolSettings settings(Duration leakThreshold) {
        PoolSettings shipped = PoolSettings.of(4, 4);
        return new PoolSettings(
                4,
                4,
                shipped.maxWaiting(),
                LONG,
                shipped.idleTimeout(),
                shipped.maxLifetime(),
                shipped.checkInterval(),
                Duration.ofMillis(-1),
                shipped.evictionInterval(),
                shipped.callTimeout(),
                leakThreshold,
                Duration.ZERO);
    }

    private static DataSource sqlite() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(URL);
        return source;
    }

    private static DataSourceFactory driver() {
        return (DataSourceFactory) Proxy.newProxyInstance(
                Leases.class.getClassLoader(),
                new Class<?>[] {DataSourceFactory.class},
                (proxy, method, arguments) -> sqlite());
    }

    private static final class Objects implements Maker<Object> {

        @Override
        public Object make() {
            return new Object();
        }

        @Override
        public boolean healthy(Object resource) {
            return true;
        }

        @Override
        public void destroy(Object resource) {}

        @Override
        public boolean immediate() {
            return true;
        }
    }

    private static final class CommonsObjects extends BasePooledObjectFactory<Object> {

        @Override
        public Object create() {
            return new Object();
        }

        @Override
        public PooledObject<Object> wrap(Object object) {
            return new DefaultPooledObject<>(object);
        }
    }
}
