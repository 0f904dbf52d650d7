package io.mistersmith.pools.internal.jdbc;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolClosedException;
import io.mistersmith.pools.PoolException;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Reason;
import io.mistersmith.pools.internal.engine.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections: a seat of the engine, which knows order, holders, leaks and bundles, and then a connection of HikariCP,
 * which makes, checks and replaces them. There are as many seats as connections, so the second step waits only while a connection
 * is made or checked.
 */
final class JdbcEngine {

    private final String name;
    private final PoolEngine<Seat> seats;
    private final Database database;
    private volatile @Nullable CircuitBreaker breaker;

    JdbcEngine(String name, JdbcSettings settings, PoolSettings sizes) {
        this.name = name;
        this.seats = new PoolEngine<>(name, new SeatMaker(), sizes.ageless());
        this.database = new Database(name, settings, sizes, seats::work);
    }

    PoolEngine<Seat> seats() {
        return seats;
    }

    Database database() {
        return database;
    }

    /** Connections first: a new seat must find one. */
    void settings(JdbcSettings settings, PoolSettings sizes) {
        database.settings(settings, sizes);
        seats.settings(sizes.ageless());
    }

    /** Only another size. */
    void resize(int min, int max) {
        seats.settings(database.resize(min, max).ageless());
    }

    LeasedConnection acquire(Borrower borrower, Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        return seated(seats.acquire(borrower, timeout), timeout, start);
    }

    CompletionStage<Lease<Connection>> acquireAsync(Borrower borrower) {
        Duration timeout = seats.settings().acquireTimeout();
        long start = System.nanoTime();
        return seats.acquireAsync(borrower).thenCompose(lease -> {
            CompletableFuture<Lease<Connection>> result = new CompletableFuture<>();
            Work work = seats.work();
            work.run(
                    () -> {
                        try {
                            result.complete(seated(lease, timeout, start));
                        } catch (RuntimeException e) {
                            result.completeExceptionally(e);
                        }
                    },
                    timeout.plusSeconds(1),
                    () -> {
                        lease.close();
                        result.completeExceptionally(
                                new PoolUnavailableException(name, "no thread to connect with", null));
                    });
            return result;
        });
    }

    /** Has a seat; now the connection. */
    private LeasedConnection seated(Lease<Seat> lease, Duration timeout, long start) {
        boolean done = false;
        try {
            Seat seat = lease.get();
            long left = timeout.toMillis() - (System.nanoTime() - start) / 1_000_000;
            Seat.Occupied occupied = connect(seat, left);
            LeasedConnection connection = new LeasedConnection(lease, seat, occupied);
            connection.get(); // taken back before the connection was on the seat: nobody else would end it
            done = true;
            return connection;
        } catch (SQLException e) {
            throw failed(e, timeout);
        } finally {
            if (!done) {
                lease.invalidate(); // with the connection, if there is one on the seat
            }
        }
    }

    /** Through the breaker, if there is one: while that is open, nobody waits for a database that is away. */
    private Seat.Occupied connect(Seat seat, long millis) throws SQLException {
        CircuitBreaker guard = breaker;
        if (guard == null) {
            return database.connect(seat, millis);
        }
        if (!guard.tryAcquirePermission()) {
            throw new PoolUnavailableException(name, "breaker " + guard.getName() + " is open", null);
        }
        long start = guard.getCurrentTimestamp();
        try {
            Seat.Occupied occupied = database.connect(seat, millis);
            guard.onSuccess(guard.getCurrentTimestamp() - start, guard.getTimestampUnit());
            return occupied;
        } catch (SQLException | RuntimeException e) {
            guard.onError(guard.getCurrentTimestamp() - start, guard.getTimestampUnit(), e);
            throw e;
        }
    }

    /** From now on with this one in front, or none. */
    void breaker(@Nullable CircuitBreaker now) {
        breaker = now;
    }

    private PoolException failed(SQLException e, Duration timeout) {
        if (seats.isClosed()) {
            return new PoolClosedException(name);
        }
        Generation now = database.now();
        if (now == null) {
            return new PoolUnavailableException(name, String.valueOf(e.getMessage()), null);
        }
        Exception failure = database.attempts().lastFailure();
        int max = seats.settings().max();
        return new AcquireTimeoutException(
                name,
                timeout,
                max,
                Math.max(0, max - now.total()),
                seats.census().holdersByBundle(),
                failure == null ? e : failure);
    }

    PoolStatus status() {
        PoolStatus of = seats.census().status("jdbc");
        Generation now = database.now();
        int size = now == null ? of.active() : now.total();
        int idle = now == null ? 0 : now.idle();
        Attempts attempts = database.attempts();
        long created = attempts.connections();
        return new PoolStatus(
                name,
                "jdbc",
                database.min(),
                of.max(),
                size,
                of.active(),
                idle,
                0,
                of.waiting(),
                of.acquired(),
                of.timeouts(),
                created,
                Math.max(0, created - size),
                attempts.failures(),
                attempts.unhealthyConnections(),
                of.leaks(),
                of.reclaimed(),
                failure());
    }

    private @Nullable String failure() {
        String trouble = database.trouble();
        Exception failure = database.attempts().lastFailure();
        Exception reset = database.attempts().lastResetFailure();
        if (trouble != null || (failure == null && reset == null)) {
            return trouble;
        }
        return failure != null ? Reason.of(failure) : "reset of a returned connection: " + Reason.of(reset);
    }

    int evict() {
        Generation now = database.now();
        int idle = now == null ? 0 : now.idle();
        if (now != null) {
            now.evictAll();
        }
        return idle;
    }

    CompletionStage<Void> drain() {
        evict();
        return seats.drain();
    }

    /** Lends nothing more; connections end when the last one is back. */
    void close() {
        database.close();
        seats.close();
    }
}
