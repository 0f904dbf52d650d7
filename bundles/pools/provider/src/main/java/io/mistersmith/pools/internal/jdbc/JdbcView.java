package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.Holder;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A pool of connections as one bundle sees it: adds who borrows, holds nothing else. */
final class JdbcView implements ResourcePool<Connection> {

    private final JdbcEngine engine;
    private final Borrower borrower;

    JdbcView(JdbcEngine engine, Borrower borrower) {
        this.engine = engine;
        this.borrower = borrower;
    }

    @Override
    public String name() {
        return engine.seats().name();
    }

    @Override
    public Lease<Connection> acquire() throws InterruptedException {
        return engine.acquire(borrower, engine.seats().settings().acquireTimeout());
    }

    @Override
    public Lease<Connection> acquire(Duration timeout) throws InterruptedException {
        return engine.acquire(borrower, timeout);
    }

    @Override
    public CompletionStage<Lease<Connection>> acquireAsync() {
        return engine.acquireAsync(borrower);
    }

    @Override
    public PoolStatus status() {
        return engine.status();
    }

    @Override
    public List<Holder> holders() {
        return engine.seats().census().holders(Seat::hasConnection);
    }

    @Override
    public void resize(int min, int max) {
        engine.resize(min, max);
    }

    @Override
    public int evict() {
        return engine.evict();
    }

    @Override
    public CompletionStage<Void> drain() {
        return engine.drain();
    }
}
