package io.mistersmith.pools.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.jdbc.ConnectionDefaults.Isolation;
import io.mistersmith.pools.internal.jdbc.ConnectionDefaults.Reset;
import io.mistersmith.testkit.RealThreadPools;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.osgi.PGDataSourceFactory;

/** What one borrower leaves on a connection does not reach the next. Against a real PostgreSQL, in pools of one connection. */
@Timeout(60)
class ConnectionResetTest {

    private static final ConnectionDefaults SESSION =
            new ConnectionDefaults(Reset.SESSION, "", Isolation.DEFAULT, false, true, "");

    /** All that SQL can leave in a session and that a later statement can see. */
    private static final String TRACES =
            """
            select concat_ws(' ',
              current_setting('search_path'), current_setting('timezone'), current_setting('statement_timeout'),
              current_setting('default_transaction_isolation'), current_setting('default_transaction_read_only'),
              current_setting('application_name'), current_setting('extra_float_digits'), nullif(current_setting('my.own', true), ''),
              current_user, session_user, to_regclass('pg_temp.leftover')::text,
              (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
              (select count(*) from pg_listening_channels()), (select count(*) from pg_cursors where is_holdable),
              (select count(*) from pg_prepared_statements where from_sql))""";

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private JdbcEngine engine = new JdbcEngine("reset", JdbcPoolContractTest.settings(Postgres.url()), sizes());

    @BeforeAll
    static void role() throws SQLException {
        Postgres.run(
                "drop table if exists reset_rows",
                "create table reset_rows (id int)",
                "drop role if exists guest",
                "create role guest");
    }

    @AfterAll
    static void noRole() throws SQLException {
        Postgres.run("drop table reset_rows", "drop role guest");
    }

    @AfterEach
    void end() {
        engine.close();
        threads.close();
    }

    private static PoolSettings sizes() {
        PoolSettings shipped = PoolSettings.of(0, 1);
        return new PoolSettings(
                0,
                1,
                100,
                Duration.ofSeconds(10),
                shipped.idleTimeout(),
                shipped.maxLifetime(),
                shipped.checkInterval(),
                Duration.ofMillis(-1),
                Duration.ofMillis(10),
                Duration.ofMillis(500),
                shipped.leakThreshold(),
                Duration.ZERO);
    }

    private PooledDataSource pool(ConnectionDefaults defaults) {
        return pool(Postgres.url() + "?ApplicationName=reset-test", defaults);
    }

    private PooledDataSource pool(String url, ConnectionDefaults defaults) {
        engine.close();
        engine = new JdbcEngine("reset", JdbcPoolContractTest.settings(url, defaults), sizes());
        engine.seats().work(new ThreadsWork(threads));
        engine.database().driver(new PGDataSourceFactory());
        return new PooledDataSource(engine, new Borrower("shop 1.0.0"));
    }

    private static ConnectionDefaults with(Reset reset) {
        return new ConnectionDefaults(reset, "", Isolation.DEFAULT, false, true, "");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    private interface Use {
        void with(Connection connection) throws Exception;
    }

    /** Runs the use with a connection, and returns whether the next borrower has the same session. */
    private static boolean keptAfter(PooledDataSource pool, Use use) throws Exception {
        String session;
        try (Connection first = pool.getConnection()) {
            session = text(first, "select pg_backend_pid()");
            use.with(first);
        }
        try (Connection next = pool.getConnection()) {
            return text(next, "select pg_backend_pid()").equals(session);
        }
    }

    private static long rows() throws SQLException {
        try (Connection connection = Postgres.connect()) {
            return Long.parseLong(text(connection, "select count(*) from reset_rows"));
        }
    }

    @ParameterizedTest
    @EnumSource(Reset.class)
    void aTransactionBegunBySqlIsRolledBack(Reset reset) throws Exception {
        PooledDataSource pool = pool(with(reset));

        boolean kept = keptAfter(pool, first -> {
            run(first, "begin");
            run(first, "insert into reset_rows values (1)");
        });

        try (Connection next = pool.getConnection()) {
            assertThat(text(next, "select now()"))
                    .as("no transaction goes on")
                    .isNotEqualTo(text(next, "select now()"));
        }
        assertThat(rows()).isZero();
        assertThat(kept).as("the connection is good").isTrue();
    }

    @ParameterizedTest
    @EnumSource(Reset.class)
    void aTransactionLeftOpenOrFailedIsRolledBack(Reset reset) throws Exception {
        PooledDataSource pool = pool(with(reset));

        boolean kept = keptAfter(pool, first -> {
            first.setAutoCommit(false);
            run(first, "insert into reset_rows values (1)");
            assertThatThrownBy(() -> run(first, "select 1/0")).isInstanceOf(SQLException.class);
        });
        boolean keptAgain = keptAfter(pool, first -> {
            run(first, "start transaction");
            assertThatThrownBy(() -> run(first, "select 1/0")).isInstanceOf(SQLException.class);
        });

        assertThat(rows()).isZero();
        assertThat(kept && keptAgain).isTrue();
        try (Connection next = pool.getConnection()) {
            assertThat(next.getAutoCommit()).isTrue();
        }
        assertThat(engine.status().unhealthy()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Reset.class)
    void whatJdbcsSettersChangedIsRestored(Reset reset) throws Exception {
        PooledDataSource pool = pool(with(reset));
        String before;
        try (Connection first = pool.getConnection()) {
            before = properties(first);
        }

        boolean kept = keptAfter(pool, first -> {
            first.setSchema("pg_catalog");
            first.setCatalog("other");
            first.setClientInfo("ApplicationName", "leftover");
            first.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            first.setTypeMap(Map.of("leftover", String.class));
            first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            first.setReadOnly(true);
            first.setNetworkTimeout(Runnable::run, 1_234);
            first.setAutoCommit(false);
            assertThat(properties(first)).isNotEqualTo(before);
        });

        try (Connection next = pool.getConnection()) {
            assertThat(properties(next)).isEqualTo(before);
            assertThat(String.valueOf(next.getWarnings())).isEqualTo("null");
        }
        assertThat(kept).isTrue();
    }

    private static String properties(Connection connection) throws SQLException {
        Properties info = connection.getClientInfo();
        return String.join(
                " ",
                text(connection, "show search_path"),
                connection.getCatalog(),
                info.getProperty("ApplicationName"),
                text(connection, "show application_name"),
                connection.getHoldability() + " " + connection.getTypeMap() + " "
                        + connection.getTransactionIsolation() + " " + connection.isReadOnly() + " "
                        + connection.getNetworkTimeout() + " " + connection.getAutoCommit());
    }

    @Test
    void theWholeSearchPathIsRestoredNotItsFirstSchema() throws Exception {
        PooledDataSource pool = pool(new ConnectionDefaults(
                Reset.TRACKED, "set search_path to pg_catalog, public", Isolation.DEFAULT, false, true, ""));

        keptAfter(pool, first -> first.setSchema("information_schema"));

        try (Connection next = pool.getConnection()) {
            assertThat(text(next, "show search_path")).isEqualTo("pg_catalog, public");
        }
    }

    @ParameterizedTest
    @EnumSource(Reset.class)
    void whatWasChangedAtTheDriversOwnObjectIsRestored(Reset reset) throws Exception {
        PooledDataSource pool = pool(with(reset));
        String before;
        try (Connection first = pool.getConnection()) {
            before = properties(first);
        }

        keptAfter(pool, first -> {
            Connection own = (Connection) first.unwrap(PGConnection.class);
            own.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            own.setTypeMap(Map.of("leftover", String.class));
            own.setNetworkTimeout(Runnable::run, 1_234);
            own.setReadOnly(true);
            own.setAutoCommit(false);
            run(own, "select 1");
        });

        try (Connection next = pool.getConnection()) {
            assertThat(properties(next)).isEqualTo(before);
        }
    }

    @Test
    void aConnectionReturnedThroughItsStatementIsResetBeforeItIsLent() throws Exception {
        PooledDataSource pool = pool(SESSION);
        Connection first = pool.getConnection();
        try (Statement statement = first.createStatement()) {
            statement.execute("set timezone to 'Asia/Tokyo'");
            statement.getConnection().close();
        }
        first.close();

        try (Connection next = pool.getConnection()) {
            assertThat(text(next, "show timezone")).isNotEqualTo("Asia/Tokyo");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set role guest",
                "set session authorization guest",
                "set search_path to pg_catalog",
                "set timezone to 'Asia/Tokyo'",
                "set statement_timeout to 12345",
                "set session characteristics as transaction isolation level serializable read only",
                "set application_name to 'leftover'",
                "set extra_float_digits to 0",
                "set my.own to 'leftover'",
                "select set_config('my.own', 'leftover', false)",
                "create temp table leftover (id int)",
                "select pg_advisory_lock(42)",
                "select pg_advisory_lock_shared(7)",
                "listen leftover",
                "declare leftover cursor with hold for select 1",
                "prepare leftover as select 1",
                "prepare \"Left;over\" as select 1; set role guest",
            })
    void sqlLeavesNothingInTheSession(String sql) throws Exception {
        PooledDataSource pool = pool(SESSION);
        String before;
        try (Connection first = pool.getConnection()) {
            before = text(first, TRACES);
        }
        StringBuilder during = new StringBuilder();

        boolean kept = keptAfter(pool, first -> {
            run(first, sql);
            during.append(text(first, TRACES));
        });

        assertThat(during.toString()).as("shows a trace").isNotEqualTo(before);
        try (Connection next = pool.getConnection()) {
            assertThat(text(next, TRACES)).isEqualTo(before);
        }
        assertThat(kept).as("the same session").isTrue();
    }

    @Test
    void sequencesAndNotificationsOfTheLastBorrowerAreGone() throws Exception {
        PooledDataSource pool = pool(SESSION);
        Postgres.run("create sequence if not exists reset_numbers");

        keptAfter(pool, first -> {
            run(first, "select nextval('reset_numbers')");
            run(first, "listen news");
            run(first, "notify news, 'old'");
        });

        try (Connection next = pool.getConnection()) {
            assertThatThrownBy(() -> text(next, "select lastval()")).hasMessageContaining("not yet defined");
            assertThat(next.unwrap(PGConnection.class).getNotifications(1)).isEmpty();
        }
    }

    @Test
    void serverSidePreparedStatementsStay() throws Exception {
        PooledDataSource pool = pool(SESSION);
        String query =
                "select count(*) from pg_prepared_statements where statement like 'select count(*) from pg_prep%'";
        for (int i = 0; i < 8; i++) {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement(query);
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (i == 7) {
                    assertThat(rows.getInt(1))
                            .as("prepared by an earlier borrower")
                            .isEqualTo(1);
                }
            }
        }
        keptAfter(pool, first -> run(first, "discard all"));
        keptAfter(pool, first -> run(first, "deallocate all"));

        try (Connection next = pool.getConnection();
                PreparedStatement statement = next.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
        }
        assertThat(engine.status().unhealthy()).isZero();
        assertThat(engine.status().created()).isEqualTo(1);
    }

    @Test
    void defaultsOfThePoolComeIntoForceAgain() throws Exception {
        String initial = "set timezone to 'Europe/Paris'; set my.own to '?;\\'";
        PooledDataSource pool = pool(
                new ConnectionDefaults(Reset.SESSION, initial, Isolation.REPEATABLE_READ, true, false, "select 1"));
        for (int i = 0; i < 3; i++) {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.isReadOnly()).isTrue();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
                assertThat(text(connection, "show timezone")).isEqualTo("Europe/Paris");
                assertThat(text(connection, "show transaction_isolation")).isEqualTo("repeatable read");
                assertThat(text(connection, "show transaction_read_only")).isEqualTo("on");
                assertThat(text(connection, "show application_name")).isEqualTo("reset-test");
                assertThat(text(connection, "show my.own")).isEqualTo("?;\\");
                connection.rollback();
                connection.setReadOnly(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
                run(connection, "reset all");
            }
        }
        assertThat(engine.status().created()).isEqualTo(1);
    }

    @Test
    void readOnlyIsEnforcedInEachStatement() throws Exception {
        PooledDataSource pool = pool(new ConnectionDefaults(Reset.TRACKED, "", Isolation.DEFAULT, true, true, ""));
        try (Connection connection = pool.getConnection()) {
            assertThatThrownBy(() -> run(connection, "insert into reset_rows values (1)"))
                    .hasMessageContaining("read-only");
        }
    }

    @Test
    void anInitialStatementThatFailsIsTheReasonWhyThereIsNoConnection() {
        PooledDataSource pool =
                pool(new ConnectionDefaults(Reset.TRACKED, "select nonsense", Isolation.DEFAULT, false, true, ""));

        assertThatThrownBy(() -> engine.acquire(new Borrower("shop"), Duration.ofMillis(500)))
                .isInstanceOf(AcquireTimeoutException.class)
                .hasMessageContaining("init.sql failed")
                .hasMessageContaining("nonsense");
        assertThat(engine.status().lastFailure()).contains("init.sql failed");
        assertThat(pool).isNotNull();
    }

    @Test
    void aCopyThatWasNeverEndedClosesTheConnectionInTimeAndIsSeen() throws Exception {
        PooledDataSource pool = pool(SESSION);
        long[] start = new long[1];

        boolean kept = keptAfter(pool, first -> {
            first.unwrap(PGConnection.class).getCopyAPI().copyIn("copy reset_rows from stdin");
            start[0] = System.nanoTime();
        });

        assertThat(Duration.ofNanos(System.nanoTime() - start[0])).isLessThan(Duration.ofSeconds(5));
        assertThat(kept).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(engine.status().unhealthy()).isEqualTo(1);
        assertThat(engine.status().active()).isZero();
        assertThat(rows()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Reset.class)
    void aServerThatHangsDuringTheResetHoldsTheBorrowerNoLongerThanTheLimit(Reset reset) throws Exception {
        PooledDataSource pool = pool(with(reset));
        Connection first = pool.getConnection();
        run(first, "begin");
        Postgres.server().pause();
        long start = System.nanoTime();
        try {
            first.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(engine.status().unhealthy()).isEqualTo(1);
            assertThat(engine.status().lastFailure()).contains("reset of a returned connection");
        } finally {
            Postgres.server().goOn();
        }
        keptAfter(pool, next -> {});
        assertThat(engine.status().lastFailure()).isNull();
    }

    @Test
    void aResultThatIsStillStreamedIsNoTrouble() throws Exception {
        PooledDataSource pool = pool(SESSION);

        boolean kept = keptAfter(pool, first -> {
            first.setAutoCommit(false);
            Statement statement = first.createStatement();
            statement.setFetchSize(10);
            ResultSet rows = statement.executeQuery("select * from generate_series(1, 100000)");
            assertThat(rows.next()).isTrue();
        });

        assertThat(kept).isTrue();
    }

    @Test
    void aBorrowerThatDidNothingCostsNoRoundTrip() throws Exception {
        PooledDataSource pool = pool(SESSION);
        keptAfter(pool, first -> {});
        Connection idle = pool.getConnection();
        Postgres.server().pause();
        try {
            idle.close();
            assertThat(engine.status().unhealthy()).isZero();
        } finally {
            Postgres.server().goOn();
        }
    }

    @Test
    void aSessionResetIsRefusedForOtherDatabases() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcPoolContractTest.settings("jdbc:sqlite:x", SESSION))
                .withMessage("reset=session is for PostgreSQL only; use tracked");
    }
}
