package io.mistersmith.pools.internal.engine;

import io.mistersmith.pools.AcquireTimeoutException;
import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolBusyException;
import io.mistersmith.pools.PoolUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The calls that want a resource, from their beginning to a lease or an error.
 *
 * <p>A call that finds nothing free may first let other threads go for some microseconds, a few calls at a time; then it stands
 * in line at the {@link Desk}, and from then on nobody overtakes it.
 */
final class Calls<R> {

    /** With more calls waiting than this, a thread stands in line at once: its turn is far away. */
    private static final int FEW = 2 * Runtime.getRuntime().availableProcessors() + 4;

    /**
     * A call that finds all lent lets other threads go first for so long before it stands in line. On a busy machine a lease
     * mostly ends within that; a line, once there is one, stays, and costs two thread switches per lease.
     */
    private static final long SOON = 50_000;

    private final PoolEngine<R> pool;
    private final Stock<R> stock;
    private final Desk<R> desk;
    private final AtomicInteger waiting;
    private final AtomicInteger hurrying = new AtomicInteger();
    private volatile PoolEngine.WaitTimes waitTimes = nanos -> {};

    Calls(PoolEngine<R> pool, Stock<R> stock, Desk<R> desk, AtomicInteger waiting) {
        this.pool = pool;
        this.stock = stock;
        this.desk = desk;
        this.waiting = waiting;
    }

    int waiting() {
        return waiting.get();
    }

    void waitTimes(PoolEngine.WaitTimes listener) {
        waitTimes = listener;
    }

    /** What there is at once, if anything. */
    @Nullable
    Lease<R> take(Borrower borrower, long now) {
        PoolLease<R> lease = desk.take(borrower, now);
        return lease == null ? null : lent(lease);
    }

    Lease<R> acquire(Borrower borrower, Duration timeout) throws InterruptedException {
        PoolLease<R> lease = desk.take(borrower, System.nanoTime());
        if (lease == null) {
            lease = await(borrower, timeout);
        }
        return lent(lease);
    }

    private PoolLease<R> await(Borrower borrower, Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long limit = nanos(timeout);
        PoolLease<R> soon = limit > 0 ? takeSoon(borrower, start + Math.min(limit, SOON)) : null;
        if (soon != null) {
            return soon;
        }
        admit();
        try {
            ParkedWaiter<R> waiter = new ParkedWaiter<>(borrower, pool.trace());
            desk.join(waiter);
            boolean settled = false;
            try {
                settled = waiter.await(start + limit);
            } finally {
                if (!settled) {
                    desk.leave(waiter);
                }
            }
            return leaseOf(waiter, timeout, System.nanoTime() - start);
        } finally {
            waiting.decrementAndGet();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // it is only faster with it, not right because of it
    private @Nullable PoolLease<R> takeSoon(Borrower borrower, long until) {
        if (stock.entries().length < pool.settings().max()) {
            return null; // one more can be made, and who stands in line has it made
        }
        if (hurrying.incrementAndGet() > FEW || waiting.get() > FEW) {
            hurrying.decrementAndGet();
            return null;
        }
        try {
            PoolLease<R> lease = null;
            while (lease == null && System.nanoTime() - until < 0) {
                Thread.yield();
                lease = desk.take(borrower, System.nanoTime());
            }
            return lease;
        } finally {
            hurrying.decrementAndGet();
        }
    }

    CompletionStage<Lease<R>> acquireAsync(Borrower borrower, Duration timeout) {
        CompletableFuture<Lease<R>> result = new CompletableFuture<>();
        try {
            PoolLease<R> lease = desk.take(borrower, System.nanoTime());
            if (lease == null) {
                joinAsync(borrower, timeout, result);
            } else {
                result.complete(lent(lease));
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
        return result.minimalCompletionStage();
    }

    private void joinAsync(Borrower borrower, Duration timeout, CompletableFuture<Lease<R>> result) {
        long start = System.nanoTime();
        admit();
        AsyncWaiter<R> waiter = new AsyncWaiter<>(borrower, pool.trace(), settled -> {
            waiting.decrementAndGet();
            Work.Timer timer = settled.timer;
            if (timer != null) {
                timer.cancel();
            }
            Runnable tell = () -> tell(settled, result, timeout, System.nanoTime() - start);
            if (!pool.work().soon(tell)) {
                tell.run();
            }
        });
        if (!limit(waiter, timeout, start, result)) {
            waiting.decrementAndGet();
            throw noThreads();
        }
        desk.join(waiter);
    }

    /**
     * Ends the wait when its time is over. If the threads go before, the time goes on with those that came in their place;
     * without such, the wait ends at once.
     *
     * @return false if there are no threads; then nothing was begun
     */
    private boolean limit(AsyncWaiter<R> waiter, Duration timeout, long start, CompletableFuture<Lease<R>> result) {
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        Work.Timer timer = pool.work()
                .after(
                        left.isNegative() ? Duration.ZERO : left,
                        () -> {
                            if (leave(waiter)) {
                                tell(waiter, result, timeout, nanos(timeout));
                            }
                        },
                        () -> {
                            if (!waiter.settled() && !limit(waiter, timeout, start, result) && leave(waiter)) {
                                result.completeExceptionally(noThreads());
                            }
                        });
        if (timer != null) {
            waiter.timer = timer;
        }
        return timer != null;
    }

    private boolean leave(AsyncWaiter<R> waiter) {
        boolean left = waiter.giveUp();
        if (left) {
            desk.leave(waiter);
            waiting.decrementAndGet();
        }
        return left;
    }

    private PoolUnavailableException noThreads() {
        return new PoolUnavailableException(pool.name(), "no threads to wait with", null);
    }

    private void tell(AsyncWaiter<R> waiter, CompletableFuture<Lease<R>> result, Duration timeout, long waited) {
        try {
            result.complete(lent(leaseOf(waiter, timeout, waited)));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** How many waited before. */
    private int admit() {
        int before = waiting.getAndIncrement();
        if (before >= pool.settings().maxWaiting()) {
            waiting.decrementAndGet();
            throw new PoolBusyException(pool.name(), before);
        }
        return before;
    }

    private PoolLease<R> leaseOf(Waiter<R> waiter, Duration timeout, long waited) {
        PoolLease<R> lease = waiter.leaseOrThrow();
        if (lease == null) {
            pool.tally().timeouts.increment();
            Map<String, Integer> holders = pool.census().holdersByBundle();
            throw new AcquireTimeoutException(
                    pool.name(), timeout, pool.settings().max(), stock.creating(), holders, pool.tally().lastFailure);
        }
        waitTimes.waited(waited);
        return lease;
    }

    /** Last step before the borrower has it, on its thread. */
    private PoolLease<R> lent(PoolLease<R> lease) {
        if (lease.borrower.hasStopped()) {
            lease.close();
            throw stopped(lease.borrower);
        }
        if (lease.entry.holder() == lease) { // else it was taken back already
            lease.entry.used();
        }
        if (!pool.hooks().none()) {
            pool.hooks().acquired(lease.entry.resource);
        }
        return lease;
    }

    IllegalStateException stopped(Borrower borrower) {
        return new IllegalStateException("Bundle has stopped: bundle=" + borrower + ", pool=" + pool.name());
    }

    private static long nanos(Duration timeout) {
        if (timeout.isNegative()) {
            return 0;
        }
        return timeout.compareTo(Duration.ofDays(3650)) > 0 ? Long.MAX_VALUE / 32 : timeout.toNanos();
    }
}
