package io.mistersmith.pools.internal;

import io.mistersmith.pools.Holder;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolStatus;
import io.mistersmith.pools.ResourcePool;
import io.mistersmith.pools.internal.engine.Borrower;
import io.mistersmith.pools.internal.engine.PoolEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A pool as one bundle sees it: adds who borrows, holds nothing else.
 *
 * @param <R> what is lent
 */
public final class PoolView<R> implements ResourcePool<R> {

    private final String kind;
    private final PoolEngine<R> engine;
    private final Borrower borrower;

    /** The pool of this engine, for this borrower. */
    public PoolView(String kind, PoolEngine<R> engine, Borrower borrower) {
        this.kind = kind;
        this.engine = engine;
        this.borrower = borrower;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Lease<R> acquire() throws InterruptedException {
        return engine.acquire(borrower, engine.settings().acquireTimeout());
    }

    @Override
    public Lease<R> acquire(Duration timeout) throws InterruptedException {
        return engine.acquire(borrower, timeout);
    }

    @Override
    public CompletionStage<Lease<R>> acquireAsync() {
        return engine.acquireAsync(borrower);
    }

    @Override
    public PoolStatus status() {
        return engine.census().status(kind);
    }

    @Override
    public List<Holder> holders() {
        return engine.census().holders();
    }

    @Override
    public void resize(int min, int max) {
        engine.settings(engine.settings().resized(min, max));
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
