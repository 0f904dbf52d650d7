package io.mistersmith.pools.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.internal.ThreadsWork;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.faults.FaultyProxy;
import io.mistersmith.testkit.RealThreadPools;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.osgi.PGDataSourceFactory;

/** Figures and errors of a JDBC pool whose database goes away; PostgreSQL behind a proxy. */
@Timeout(60)
class JdbcFiguresTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final RealThreadPools threads = RealThreadPools.unbounded();
    private final Borrower shop = new Borrower("shop 1.0.0");
    private final Borrower mail = new Borrower("mail 2.0.0");

    @SuppressWarnings("NullAway.Init") // before each test
    private FaultyProxy proxy;

    @SuppressWarnings("NullAway.Init") // before each test
    private JdbcEngine engine;

    @BeforeEach
    void begin() throws Exception {
        proxy = new FaultyProxy(Postgres.server().port());
        PoolSettings shipped = PoolSettings.of(1, 4);
        PoolSettings sizes = new PoolSettings(
                1,
                4,
                100,
                SHORT,
                shipped.idleTimeout(),
                shipped.maxLifetime(),
                shipped.checkInterval(),
                Duration.ofMillis(-1),
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ZERO);
        engine = new JdbcEngine("orders", JdbcPoolContractTest.settings(Postgres.url(proxy.port())), sizes);
        engine.seats().work(new ThreadsWork(threads));
        engine.database().driver(new PGDataSourceFactory());
        await().until(() -> engine.status().idle() == 1); // what is being opened could outlive the proxy
    }

    private <T> Future<T> inBackground(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        threads.execute(task);
        return task;
    }

    @AfterEach
    void end() throws Exception {
        engine.close();
        proxy.close();
        threads.close();
    }

    @Test
    void eachCallThatFailsBecauseTheDatabaseIsDownCountsAsLateAndNobodyIsSaidToHoldAConnection() throws Exception {
        databaseGoes();
        List<Future<Throwable>> calls = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            calls.add(inBackground(() -> {
                try {
                    engine.acquire(shop, SHORT).close();
                    return new AssertionError("there was a connection");
                } catch (AcquireTimeoutException e) {
                    return e;
                }
            }));
        }
        for (Future<Throwable> call : calls) {
            assertThat(call.get())
                    .isInstanceOf(AcquireTimeoutException.class)
                    .hasMessageContaining("held by nobody")
                    .hasMessageContaining("refused");
        }

        PoolStatus status = engine.status();
        assertThat(status.timeouts()).isEqualTo(48);
        assertThat(status.acquired()).as("by a call that waited").isZero();
        assertThat(status.active()).isZero();
        assertThat(status.waiting()).isZero();
        assertThat(status.min()).isEqualTo(1);
        assertThat(engine.seats().census().holders(Seat::hasConnection)).isEmpty();
    }

    @Test
    void callsWithoutAThreadCountTheSame() throws Exception {
        databaseGoes();
        List<CompletionStage<Lease<Connection>>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(engine.acquireAsync(shop));
        }

        await().until(() -> engine.status().timeouts() == 12);

        assertThat(engine.status().acquired()).isZero();
        for (CompletionStage<Lease<Connection>> call : calls) {
            assertThatThrownBy(() -> call.toCompletableFuture().join())
                    .hasCauseInstanceOf(AcquireTimeoutException.class)
                    .hasMessageContaining("held by nobody");
        }
    }

    /** Returns when the idle connection is gone and another could not be opened. */
    private void databaseGoes() throws Exception {
        proxy.close();
        engine.evict();
        await().until(() -> engine.status().size() == 0 && engine.status().createFailures() > 0);
    }

    @Test
    void theErrorNamesTheRealHolderOnly() throws Exception {
        LeasedConnection held = engine.acquire(shop, LONG);
        proxy.close();

        assertThatThrownBy(() -> engine.acquire(mail, SHORT)).hasMessageContaining("held by shop 1.0.0=1;");

        assertThat(engine.status().active()).isEqualTo(1);
        assertThat(engine.status().acquired()).isEqualTo(1);
        held.close();
    }

    @Test
    void aCallThatIsInterruptedIsNoFailureOfTheDatabase() throws Exception {
        databaseGoes();
        CircuitBreaker breaker = CircuitBreaker.ofDefaults("database");
        engine.breaker(breaker);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> engine.acquire(shop, LONG)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(engine.status().timeouts()).isZero();
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void createdIsWhatIsOpenAndWhatWasClosed() throws Exception {
        for (int i = 0; i < 5; i++) {
            engine.acquire(shop, LONG).invalidate();
        }

        await().untilAsserted(() -> {
            PoolStatus status = engine.status();
            assertThat(status.destroyed()).isGreaterThanOrEqualTo(5);
            assertThat(status.created()).isEqualTo(status.destroyed() + status.size());
        });
    }
}
