package io.mistersmith.pools.internal.engine;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where resources go out and come back, in order of arrival.
 *
 * <p>The fast path is one compare-and-set on a free entry, tried only while nobody waits. Else a call joins {@link #waiters},
 * and from then on no later call is served before it.
 *
 * <p>Nobody waits while an entry is free (Dekker): who frees an entry writes it and then looks at the queue; who joins the queue
 * writes that and then looks at the entries. At least one of the two sees the other's write and hands over. Hence both the
 * entry's moves and the queue have to be volatile, and both looks come after the writes. The end of the pool works the same way:
 * who closes it writes that and then looks at entries and queue, who writes those looks at the end after it.
 *
 * <p>No resource is lent twice: it is lent by compare-and-set from FREE, or by the one owner of a BUSY entry.
 */
final class Desk<R> {

    private final PoolEngine<R> pool;
    private final Stock<R> stock;
    private final ConcurrentLinkedQueue<Waiter<R>> waiters = new ConcurrentLinkedQueue<>();

    Desk(PoolEngine<R> pool, Stock<R> stock) {
        this.pool = pool;
        this.stock = stock;
    }

    /** A free entry, unless somebody waits. */
    @Nullable
    PoolLease<R> take(Borrower borrower, long now) {
        if (!waiters.isEmpty()) {
            return null;
        }
        Thread thread = Thread.currentThread();
        Entry<R>[] all = stock.entries();
        int size = all.length;
        // Begins where this thread got one before: two threads seldom meet at one entry, and no thread local is left
        // behind.
        int at = size == 0 ? 0 : (int) (thread.getId() % size);
        for (int i = 0; i < size; i++) {
            Entry<R> entry = all[at];
            if (entry.free()) {
                if (!entry.good()) {
                    mend(entry);
                } else {
                    PoolLease<R> lease = new PoolLease<>(pool, entry, borrower, thread.getName(), now, pool.trace());
                    if (entry.freeToLease(lease)) {
                        return lease;
                    }
                }
            }
            at = at + 1 == size ? 0 : at + 1;
        }
        return null;
    }

    /** Puts a call at the end of the queue, and serves the queue if it can be. */
    void join(Waiter<R> waiter) {
        waiters.add(waiter);
        if (pool.isClosed()) {
            failAll();
        } else {
            stock.grow();
            dispatch();
        }
    }

    void leave(Waiter<R> waiter) {
        waiters.remove(waiter);
    }

    /** Whether more calls than these stand in line: what is being made is for those that came first. */
    boolean moreThan(int count) {
        int waiting = 0;
        for (Iterator<Waiter<R>> line = waiters.iterator(); line.hasNext() && waiting <= count; line.next()) {
            waiting++;
        }
        return waiting > count;
    }

    /** By the lease, once or more: only the first that finds it held ends it. */
    void end(PoolLease<R> lease, boolean works) {
        Entry<R> entry = lease.entry;
        if (entry.holder() != lease) {
            return;
        }
        PoolSettings settings = pool.settings();
        boolean keep = works && !entry.condemned() && !pool.isClosed() && stock.entries().length <= settings.max();
        if (keep && pool.hooks().none() && waiters.isEmpty() && !settings.validatesAlways()) {
            if (entry.leaseToFree(lease)) {
                lookAfterFree();
            }
        } else if (entry.leaseToBusy(lease)) {
            pool.hooks().released(entry.resource);
            if (!works) {
                stock.suspect();
            }
            if (!keep) {
                stock.retire(entry);
            } else if (settings.validatesAlways()) {
                again(entry);
            } else {
                give(entry);
            }
        }
    }

    private void again(Entry<R> entry) {
        entry.becomeStale();
        if (waiters.isEmpty()) {
            free(entry);
        } else {
            stock.check(entry);
        }
    }

    private void free(Entry<R> entry) {
        entry.busyToFree();
        lookAfterFree();
    }

    /** As {@link #give}, but nobody gets it before the housekeeper looked: it could not be checked. */
    void leaveFree(Entry<R> entry) {
        entry.busyToFree();
        if (pool.isClosed()) {
            evict();
        }
    }

    private void lookAfterFree() {
        if (pool.isClosed()) {
            evict();
        } else if (!waiters.isEmpty()) {
            dispatch();
        }
    }

    /** By the owner of a BUSY entry: to the first who waits, or free. */
    void give(Entry<R> entry) {
        while (true) {
            if (pool.isClosed()) {
                stock.retire(entry);
                return;
            }
            Waiter<R> waiter = waiters.poll();
            if (waiter == null) {
                entry.busyToFree();
                if ((waiters.isEmpty() && !pool.isClosed()) || !entry.freeToBusy()) {
                    return;
                }
            } else {
                PoolLease<R> lease =
                        new PoolLease<>(pool, entry, waiter.borrower, waiter.thread, System.nanoTime(), waiter.trace);
                entry.busyToLease(lease); // before the waiter can have it, or its close would find another holder
                if (waiter.grant(lease) || !entry.leaseToBusy(lease)) {
                    return;
                }
            }
        }
    }

    /** Hands free entries to those who wait, until there is none of one kind. */
    void dispatch() {
        while (!waiters.isEmpty()) {
            Entry<R> entry = seize();
            if (entry == null) {
                return;
            }
            give(entry);
        }
    }

    private @Nullable Entry<R> seize() {
        for (Entry<R> entry : stock.entries()) {
            if (entry.free()) {
                if (!entry.good()) {
                    mend(entry);
                } else if (entry.freeToBusy()) {
                    return entry;
                }
            }
        }
        return null;
    }

    /** Out of the way, for a check or for ever. */
    private void mend(Entry<R> entry) {
        if (entry.freeToBusy()) {
            if (entry.condemned()) {
                stock.retire(entry);
            } else {
                stock.check(entry);
            }
        }
    }

    int evict() {
        int evicted = 0;
        for (Entry<R> entry : stock.entries()) {
            if (entry.freeToBusy()) {
                stock.retire(entry);
                evicted++;
            }
        }
        return evicted;
    }

    void failAll() {
        for (Waiter<R> waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            waiter.fail(pool.closedNow());
        }
    }

    void failAll(Borrower borrower, Supplier<RuntimeException> failure) {
        for (Waiter<R> waiter : waiters) {
            if (waiter.borrower == borrower && waiter.fail(failure.get())) {
                waiters.remove(waiter);
            }
        }
    }
}
