package io.mistersmith.pools.internal.jdbc;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolClosedException;
import io.mistersmith.pools.PoolException;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.PoolUnavailableException;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.Census;
import io.mistersmith.pools.internal.engine.PoolEngine;
import io.mistersmith.pools.internal.engine.PoolSettings;
import io.mistersmith.pools.internal.engine.Reason;
import io.mistersmith.pools.internal.engine.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
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
    private final LongAdder lent = new LongAdder();
    private final LongAdder connectTimeouts = new LongAdder();
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
        Lease<Seat> seat;
        try {
            seat = seats.acquire(borrower, timeout);
        } catch (AcquireTimeoutException e) {
            throw late(timeout, null);
        }
        try {
            return seated(seat, timeout, start);
        } catch (InterruptedSqlException e) {
            Thread.interrupted(); // the exception says so
            throw new InterruptedException("while waiting for a connection");
        }
    }

    CompletionStage<Lease<Connection>> acquireAsync(Borrower borrower) {
        Duration timeout = seats.settings().acquireTimeout();
        long start = System.nanoTime();
        CompletableFuture<Lease<Connection>> result = new CompletableFuture<>();
        seats.acquireAsync(borrower).whenComplete((lease, failure) -> {
            if (lease == null) {
                result.completeExceptionally(seatless(failure, timeout));
                return;
            }
            Work work = seats.work();
            work.run(
                    () -> {
                        try {
                            result.complete(seated(lease, timeout, start));
                        } catch (InterruptedSqlException e) { // its time is over
                            connectTimeouts.increment();
                            result.completeExceptionally(late(timeout, e));
                        } catch (Throwable e) { // an Error of a driver included: a caller waits for the result
                            result.completeExceptionally(e);
                        }
                    },
                    timeout.plusSeconds(1),
                    () -> {
                        lease.close();
                        result.completeExceptionally(
                                new PoolUnavailableException(name, "no thread to connect with", null));
                    });
        });
        return result.minimalCompletionStage();
    }

    private Throwable seatless(@Nullable Throwable failure, Duration timeout) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AcquireTimeoutException) {
            return late(timeout, null);
        }
        return cause == null ? new IllegalStateException("nothing was lent") : cause;
    }

    /** Has a seat; now the connection. */
    private LeasedConnection seated(Lease<Seat> lease, Duration timeout, long start) throws InterruptedSqlException {
        boolean done = false;
        try {
            Seat seat = lease.get();
            long left = timeout.toMillis() - (System.nanoTime() - start) / 1_000_000;
            Seat.Occupied occupied = connect(seat, left);
            LeasedConnection connection = new LeasedConnection(lease, seat, occupied);
            connection.get(); // taken back before the connection was on the seat: nobody else would end it
            done = true;
            lent.increment();
            return connection;
        } catch (InterruptedSqlException e) {
            throw e;
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
        } catch (InterruptedSqlException e) {
            guard.releasePermission(); // tells nothing of the database
            throw e;
        } catch (SQLException | RuntimeException e) {
            guard.onError(guard.getCurrentTimestamp() - start, guard.getTimestampUnit(), e);
            throw e;
        }
    }

    /** From now on with this one in front, or none. */
    void breaker(@Nullable CircuitBreaker now) {
        breaker = now;
    }

    boolean hasBreaker() {
        return breaker != null;
    }

    private PoolException failed(SQLException e, Duration timeout) {
        if (seats.isClosed()) {
            return new PoolClosedException(name);
        }
        Generation now = database.now();
        if (now == null) {
            return new PoolUnavailableException(name, String.valueOf(e.getMessage()), null);
        }
        connectTimeouts.increment();
        return late(timeout, e);
    }

    /** Names who has connections; a call that has a seat and waits for a connection has none. */
    private AcquireTimeoutException late(Duration timeout, @Nullable Exception e) {
        Exception failure = database.attempts().lastFailure();
        return new AcquireTimeoutException(
                name,
                timeout,
                seats.settings().max(),
                database.attempts().openingNow(),
                seats.census().holdersByBundle(Seat::hasConnection),
                failure == null ? e : failure);
    }

    PoolStatus status() {
        Census<Seat> census = seats.census();
        PoolStatus of = census.status("jdbc");
        Generation now = database.now();
        int active = census.active(Seat::hasConnection);
        int size = now == null ? active : now.total();
        int idle = now == null ? 0 : now.idle();
        Attempts attempts = database.attempts();
        return new PoolStatus(
                name,
                "jdbc",
                database.min(),
                of.max(),
                size,
                active,
                idle,
                attempts.openingNow(),
                of.waiting() + Math.max(0, of.active() - active), // the latter wait for a connection
                lent.sum(),
                of.timeouts() + connectTimeouts.sum(),
                attempts.connections(),
                attempts.closedConnections(),
                attempts.failures(),
                attempts.unhealthyConnections(),
                of.leaks(),
                of.reclaimed(),
                failure());
    }

    private @Nullable String failure() {
        String trouble = database.trouble();
        Exception failure = database.attempts().lastFailure();
        if (trouble != null) {
            return trouble;
        }
        if (failure != null) {
            return Reason.of(failure);
        }
        Exception reset = database.attempts().lastResetFailure();
        return reset == null ? null : "reset of a returned connection: " + Reason.of(reset);
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
