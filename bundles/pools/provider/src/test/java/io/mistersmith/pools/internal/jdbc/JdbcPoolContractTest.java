package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.testkit.PoolContract;
import io.mistersmith.testkit.RealThreadPools;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.postgresql.osgi.PGDataSourceFactory;

/** Against a real PostgreSQL. */
class JdbcPoolContractTest extends PoolContract<Connection> {

    private static final RealThreadPools THREADS = RealThreadPools.unbounded();

    @AfterAll
    static void end() {
        THREADS.close();
    }

    static JdbcSettings settings(String url) {
        return new JdbcSettings(
                url, new Credentials("postgres", "canary-41", null), "", Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Override
    protected Subject<Connection> open(Wish wish) {
        PoolSettings sizes = new PoolSettings(
                0,
                wish.max(),
                10_000,
                wish.acquireTimeout(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofMillis(10),
                Duration.ofSeconds(5),
                wish.leakThreshold(),
                wish.leakReclaim());
        JdbcEngine engine = new JdbcEngine("orders", settings(Postgres.url()), sizes);
        engine.seats().work(new ThreadsWork(THREADS));
        engine.database().driver(new PGDataSourceFactory());
        Map<String, Borrower> borrowers = new ConcurrentHashMap<>();
        return new Subject<>() {
            @Override
            public ResourcePool<Connection> of(String bundle) {
                return new JdbcView(engine, borrowers.computeIfAbsent(bundle, Borrower::new));
            }

            @Override
            public void stop(String bundle) {
                Borrower borrower = borrowers.get(bundle);
                if (borrower != null) {
                    borrower.stopped();
                    engine.seats().stop(borrower);
                }
            }

            @Override
            public void close() {
                engine.close();
                engine.seats().takeBackAllAfter(Duration.ofMinutes(1));
            }
        };
    }

    @Override
    protected boolean works(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            return rows.next();
        } catch (SQLException e) {
            return false;
        }
    }
}
