package io.mistersmith.pools.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.faults.FaultyProxy;
import io.mistersmith.testkit.RealThreadPools;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.osgi.PGDataSourceFactory;

/** What a pool of connections does beside the contract; against a real PostgreSQL. */
@Timeout(60)
class JdbcEngineTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private final Borrower shop = new Borrower("shop 1.0.0");

    @AfterEach
    void end() {
        threads.close();
    }

    private JdbcEngine engine(String url) {
        JdbcEngine engine = new JdbcEngine("orders", JdbcPoolContractTest.settings(url), sizes(Duration.ofMillis(500)));
        engine.seats().work(new ThreadsWork(threads));
        engine.database().driver(new PGDataSourceFactory());
        return engine;
    }

    private static PoolSettings sizes(Duration acquire) {
        PoolSettings shipped = PoolSettings.of(0, 4);
        return new PoolSettings(
                0,
                4,
                100,
                acquire,
                shipped.idleTimeout(),
                shipped.maxLifetime(),
                shipped.checkInterval(),
                Duration.ofMillis(-1),
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                shipped.leakThreshold(),
                Duration.ZERO);
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void anotherUrlMakesOtherConnectionsAndTheOldOnesEndWhenTheyAreBack() throws Exception {
        JdbcEngine engine = engine(Postgres.url() + "?ApplicationName=before");
        PooledDataSource source = new PooledDataSource(engine, shop);
        Generation old = Objects.requireNonNull(engine.database().now());
        try (Connection held = source.getConnection()) {
            engine.settings(
                    JdbcPoolContractTest.settings(Postgres.url() + "?ApplicationName=after"),
                    sizes(Duration.ofMillis(500)));

            assertThat(text(held, "show application_name")).as("still works").isEqualTo("before");
            try (Connection next = source.getConnection()) {
                assertThat(text(next, "show application_name")).isEqualTo("after");
            }
            assertThat(old).isNotSameAs(engine.database().now());
            assertThat(old.total()).isEqualTo(1);
        }
        await().until(() -> old.total() == 0);
        engine.close();
    }

    @Test
    void anotherSizeKeepsTheConnections() throws Exception {
        JdbcEngine engine = engine(Postgres.url());
        Generation before = engine.database().now();

        engine.resize(1, 9);

        assertThat(engine.database().now()).isSameAs(before);
        assertThat(engine.status().max()).isEqualTo(9);
        assertThat(engine.status().min()).isEqualTo(1);
        engine.close();
    }

    @Test
    void aDeadDatabaseFailsEachCallWithinItsTimeoutAndTellsWhy() throws Exception {
        JdbcEngine engine = engine("jdbc:postgresql://localhost:" + freePort() + "/postgres");
        PooledDataSource source = new PooledDataSource(engine, shop);
        long start = System.nanoTime();

        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("No resource in time: pool=orders")
                .hasMessageContaining("refused")
                .hasMessageNotContaining("canary")
                .hasCauseInstanceOf(AcquireTimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(engine.status().createFailures()).isPositive();
        assertThat(engine.status().lastFailure()).doesNotContain("canary");
        assertThat(engine.status().active()).isZero();
        engine.close();
    }

    @Test
    void behindABreakerADeadDatabaseFailsAtOnceAndIsBackWithItsFirstTrial() throws Exception {
        int port = freePort();
        JdbcEngine engine = engine(Postgres.url(port));
        CircuitBreaker breaker = CircuitBreaker.of(
                "database",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(4)
                        .minimumNumberOfCalls(4)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(Duration.ofMillis(300))
                        .build());
        engine.breaker(breaker);
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> engine.acquire(shop, Duration.ofMillis(50)))
                    .isInstanceOf(AcquireTimeoutException.class);
        }

        long start = System.nanoTime();
        assertThatThrownBy(() -> engine.acquire(shop, LONG))
                .isInstanceOf(PoolUnavailableException.class)
                .hasMessage("Pool unavailable: pool=orders, breaker database is open");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1)); // of 20

        try (FaultyProxy back = new FaultyProxy(port, Postgres.server().port())) {
            await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> {
                engine.acquire(shop, Duration.ofSeconds(2)).close();
                return true;
            });
            assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(back.port()).isEqualTo(port);
            engine.close();
        }
    }

    @Test
    void aServerThatAnswersNothingHoldsNobodyLongerThanTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            JdbcEngine engine = engine("jdbc:postgresql://localhost:" + silent.getLocalPort() + "/postgres");

            assertThatThrownBy(() -> engine.acquire(shop, Duration.ofMillis(300)))
                    .isInstanceOf(AcquireTimeoutException.class);
            engine.close();
        }
    }

    /** HikariCP checks an idle connection before it lends it, and takes the same time for that whatever the call has left. */
    @Test
    void aServerThatHangsHoldsNoCallLongerThanItsOwnTimeout() throws Exception {
        JdbcEngine engine = engine(Postgres.url());
        engine.acquire(shop, LONG).close();
        long since = System.nanoTime();
        await().until(() -> System.nanoTime() - since > 600_000_000); // then HikariCP checks it

        Postgres.server().pause();
        long start = System.nanoTime();
        try {
            assertThatThrownBy(() -> engine.acquire(shop, Duration.ofMillis(200)))
                    .isInstanceOf(AcquireTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(900)); // of call.timeout.ms 1000
        } finally {
            Postgres.server().goOn();
        }
        engine.close();
    }

    @Test
    void withoutADriverTheErrorSaysWhichIsMissing() {
        JdbcEngine engine = engine(Postgres.url());
        engine.database().driver(null);

        assertThatThrownBy(() -> engine.acquire(shop, LONG))
                .isInstanceOf(PoolUnavailableException.class)
                .hasMessage("Pool unavailable: pool=orders, no service DataSourceFactory with"
                        + " osgi.jdbc.driver.class=org.postgresql.Driver");
        engine.close();
    }

    @Test
    void closingTheConnectionEndsTheLeaseAndTheOtherWayRound() throws Exception {
        JdbcEngine engine = engine(Postgres.url());
        Lease<Connection> lease = engine.acquire(shop, LONG);
        Connection connection = lease.get();

        connection.close();

        assertThatThrownBy(lease::get).isInstanceOf(IllegalStateException.class);
        assertThat(engine.status().active()).isZero();
        Lease<Connection> next = engine.acquire(shop, LONG);
        Connection again = next.get();
        next.close();
        assertThat(again.isClosed()).isTrue();
        engine.close();
    }

    @Test
    void anAbortedConnectionMakesRoomForAnother() throws Exception {
        JdbcEngine engine = engine(Postgres.url());
        engine.resize(0, 1);
        engine.acquire(shop, LONG).abort(Runnable::run);

        try (LeasedConnection next = engine.acquire(shop, LONG)) {
            assertThat(text(next, "select 'next'")).isEqualTo("next");
        }
        engine.close();
    }

    @Test
    void theDriverGetsNoEndlessTimeout() throws Exception {
        JdbcEngine engine = engine(Postgres.url());
        LeasedConnection connection = engine.acquire(shop, LONG);

        assertThat(connection.getNetworkTimeout()).isEqualTo(5_000);

        connection.close();
        engine.close();
    }

    @Test
    void nothingShowsThePassword() {
        JdbcEngine engine = engine(Postgres.url());
        PooledDataSource source = new PooledDataSource(engine, shop);

        assertThat(JdbcPoolContractTest.settings(Postgres.url()).toString()).doesNotContain("canary");
        assertThat(source.toString()).isEqualTo("data source of pool orders");
        assertThatThrownBy(() -> source.getConnection("ann", "canary"))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessage("A pool has one user: pool=orders");
        engine.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
