package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.ContractSubject;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.testkit.PoolContract;
import io.mistersmith.testkit.RealThreadPools;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
        return settings(url, ConnectionDefaults.SHIPPED);
    }

    static JdbcSettings settings(String url, ConnectionDefaults defaults) {
        Duration limit = Duration.ofSeconds(5);
        return new JdbcSettings(url, new Credentials("postgres", "canary-41", null), "", limit, limit, defaults);
    }

    @Override
    protected Subject<Connection> open(Wish wish) {
        PoolSettings sizes = ContractSubject.settings(wish);
        JdbcEngine engine = new JdbcEngine("orders", settings(Postgres.url()), sizes);
        engine.seats().work(new ThreadsWork(THREADS));
        engine.database().driver(new PGDataSourceFactory());
        return new ContractSubject<>(engine.seats(), by -> new JdbcView(engine, by), engine::close);
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
