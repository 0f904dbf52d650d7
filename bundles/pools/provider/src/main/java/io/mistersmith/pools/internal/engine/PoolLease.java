package io.mistersmith.pools.internal.engine;

import io.mistersmith.pools.Lease;
import org.jspecify.annotations.Nullable;

/** A lease; it holds as long as its entry names it as holder. */
final class PoolLease<R> implements Lease<R> {

    final PoolEngine<R> pool;
    final Entry<R> entry;
    final Borrower borrower;
    final String thread;
    final long since;

    /** Where it was acquired; null if the pool keeps no stacks. */
    final @Nullable Throwable trace;

    /** The housekeeper's alone: it was told of as overdue. */
    boolean reported;

    private volatile @Nullable String takenBack;

    PoolLease(
            PoolEngine<R> pool,
            Entry<R> entry,
            Borrower borrower,
            String thread,
            long since,
            @Nullable Throwable trace) {
        this.pool = pool;
        this.entry = entry;
        this.borrower = borrower;
        this.thread = thread;
        this.since = since;
        this.trace = trace;
    }

    @Override
    public R get() {
        if (entry.holder() != this) {
            String why = takenBack;
            throw new IllegalStateException(
                    "Lease " + (why == null ? "closed" : "taken back, " + why) + ": pool=" + pool.name());
        }
        return entry.resource;
    }

    @Override
    public void invalidate() {
        pool.desk().end(this, false);
    }

    @Override
    public void close() {
        pool.desk().end(this, true);
    }

    /** Ends it for its borrower; who gets true owns the entry. */
    boolean takeBack(String why) {
        takenBack = why;
        return entry.leaseToBusy(this);
    }
}
