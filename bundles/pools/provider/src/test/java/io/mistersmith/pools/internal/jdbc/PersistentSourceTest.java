package io.mistersmith.pools.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever asks for a connection gets one as soon as there is one, and hears of no failure before. */
@Timeout(30)
class PersistentSourceTest {

    private final Attempts attempts = new Attempts();
    private final AtomicInteger tries = new AtomicInteger();

    /** A driver, of which only {@code getConnection()} is called. */
    private PersistentSource source(Callable<Connection> driver) {
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    tries.incrementAndGet();
                    return driver.call();
                });
        return new PersistentSource(source, ConnectionDefaults.SHIPPED, attempts, () -> Duration.ofSeconds(5));
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
    }

    @Test
    void failuresAreCountedAndTriedAgainAlsoErrorsOfADriver() throws Exception {
        PersistentSource source = source(() -> {
            if (tries.get() == 1) {
                throw new SQLException("refused");
            } else if (tries.get() == 2) {
                throw new OutOfMemoryError("an answer of 2 GB");
            } else if (tries.get() == 3) {
                throw new IllegalArgumentException("not a number");
            }
            return connection();
        });
        long start = System.nanoTime();

        assertThat(source.getConnection()).isInstanceOf(PhysicalConnection.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(175), Duration.ofSeconds(5)); // 50, 100 and 200 ms, half of it jitter
        assertThat(attempts.failures()).isEqualTo(3);
        assertThat(attempts.failuresInARow()).isZero();
        assertThat(attempts.connections()).isEqualTo(1);
        assertThat(attempts.lastFailure()).isNull();
    }

    @Test
    void whileNobodyWantsOneItIsSeldomTried() throws Exception {
        PersistentSource source = source(() -> {
            throw new SQLException("refused");
        });
        source.wanted(() -> tries.get() < 2);
        CompletableFuture<Connection> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return source.getConnection();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        await().until(() -> tries.get() == 2);
        await().during(Duration.ofMillis(400)).until(() -> tries.get() == 2);

        source.end();
        assertThatThrownBy(() -> asked.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("refused");
    }
}
