package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.faults.Victim;
import io.mistersmith.pools.internal.security.Credentials;
import io.mistersmith.threads.ThreadPools;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.osgi.PGDataSourceFactory;

/** A pool of database connections. */
public final class JdbcVictim implements Victim<Connection> {

    private final int port;
    private final Limits limits;
    private final JdbcEngine engine;
    private final JdbcView view;

    /** To the server at this port. */
    public JdbcVictim(int port, Limits limits, ThreadPools threads) {
        this.port = port;
        this.limits = limits;
        this.engine = new JdbcEngine("orders", settings(0), Victim.sizes(limits));
        engine.seats().work(new ThreadsWork(threads));
        engine.database().driver(new PGDataSourceFactory());
        this.view = new JdbcView(engine, new Borrower("shop 1.0.0"));
    }

    private JdbcSettings settings(int variant) {
        String url = Postgres.url(port) + (variant == 0 ? "" : "?ApplicationName=variant" + variant);
        return new JdbcSettings(
                url,
                new Credentials("postgres", "", null),
                "",
                limits.connect(),
                limits.answer(),
                ConnectionDefaults.SHIPPED);
    }

    /** The variant is the name that it connects with: other connections. */
    @Override
    public void settings(PoolSettings sizes, int variant) {
        engine.settings(settings(variant), sizes);
    }

    @Override
    public ResourcePool<Connection> pool() {
        return view;
    }

    @Override
    public void call(Connection connection, String text) throws SQLException, WrongAnswerException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select '" + text + "'")) {
            String answer = rows.next() ? rows.getString(1) : "no row";
            if (!text.equals(answer)) {
                throw new WrongAnswerException(text, answer);
            }
        }
    }

    @Override
    public void close() {
        engine.close();
        engine.seats().takeBackAllAfter(Duration.ZERO);
    }
}
