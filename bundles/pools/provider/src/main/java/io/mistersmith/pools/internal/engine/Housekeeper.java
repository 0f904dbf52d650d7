package io.mistersmith.pools.internal.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all resources of a pool from time to time. One look at a time; it is short: whatever may block is given to
 * {@link Work}.
 */
final class Housekeeper<R> {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

    private final PoolEngine<R> pool;
    private final Stock<R> stock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private Work.@Nullable Timer timer; // guarded by this
    private Work timerOf = Work.NONE; // guarded by this
    private Duration period = Duration.ZERO; // guarded by this

    Housekeeper(PoolEngine<R> pool, Stock<R> stock) {
        this.pool = pool;
        this.stock = stock;
    }

    /** After a change of the threads, the period or the end of the pool. */
    synchronized void restart() {
        Duration wanted = pool.settings().evictionInterval();
        Work work = pool.work();
        if (timer != null && !pool.isClosed() && timerOf == work && period.equals(wanted)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (!pool.isClosed() || stock.entries().length > 0) { // overdue leases of a closed pool are told of too
            timer = work.every(wanted, this::look);
        }
        timerOf = work;
        period = wanted;
    }

    void look() {
        if (looking.compareAndSet(false, true)) { // no lock: without threads, resources are destroyed on this one
            try {
                lookOnce();
            } finally {
                looking.set(false);
            }
        }
    }

    private void lookOnce() {
        long now = System.nanoTime();
        PoolSettings settings = pool.settings();
        Entry<R>[] all = stock.entries();
        int left = all.length;
        int checks = Math.max(1, left / 4); // the others stay for who wants to borrow
        for (Entry<R> entry : all) {
            Object holder = entry.holder();
            if (holder instanceof PoolLease<?>) {
                borrowed(entry, now, settings);
            } else if (holder == Entry.FREE) {
                boolean over = left > settings.max();
                if (over || isDone(entry, now, settings, left)) {
                    if (entry.freeToBusy()) {
                        stock.retire(entry);
                        left--;
                    }
                } else if (checks > 0 && isDue(entry, now, settings) && entry.freeToBusy()) {
                    checks--;
                    stock.check(entry);
                }
            }
        }
        stock.grow();
        pool.desk().dispatch();
        if (pool.isClosed()) {
            restart();
        }
    }

    /** Whether it is too old, or idle for too long, or condemned by somebody who could not get it. */
    private boolean isDone(Entry<R> entry, long now, PoolSettings settings, int left) {
        if (entry.usesSeen
                != entry.uses()) { // it was borrowed since the last look, so it is idle for less than one period
            entry.usesSeen = entry.uses();
            entry.idleSince = now;
        }
        long idle = now - entry.idleSince;
        long idleLimit = settings.idleTimeout().toNanos();
        Duration validate = settings.validateAfter();
        if (!validate.isNegative() && idle >= validate.toNanos() && now - entry.checked >= validate.toNanos()) {
            entry.becomeStale();
        }
        return entry.condemned()
                || isOld(entry, now, settings)
                || (idleLimit > 0 && idle >= idleLimit && left > settings.min());
    }

    private static boolean isOld(Entry<?> entry, long now, PoolSettings settings) {
        long life = settings.maxLifetime().toNanos();
        return life > 0 && now - entry.born >= life * entry.spread;
    }

    private static boolean isDue(Entry<?> entry, long now, PoolSettings settings) {
        long interval = settings.checkInterval().toNanos();
        return interval > 0 && now - entry.checked >= interval;
    }

    private void borrowed(Entry<R> entry, long now, PoolSettings settings) {
        if (isOld(entry, now, settings)) {
            entry.condemn();
        }
        PoolLease<R> lease = leaseOf(entry);
        if (lease == null) {
            return;
        }
        stock.watch(entry, settings);
        long held = now - lease.since;
        long threshold = settings.leakThreshold().toNanos();
        if (threshold > 0 && held >= threshold && !lease.reported) {
            lease.reported = true;
            pool.tally().leaks.increment();
            LOG.warn(
                    "Lease overdue: pool={}, bundle={}, thread={}, held={} ms",
                    pool.name(),
                    lease.borrower,
                    lease.thread,
                    held / 1_000_000,
                    lease.trace);
        }
        long reclaim = settings.leakReclaim().toNanos();
        if (reclaim > 0 && held >= reclaim) {
            LOG.warn(
                    "Lease taken back: pool={}, bundle={}, thread={}, held={} ms",
                    pool.name(),
                    lease.borrower,
                    lease.thread,
                    held / 1_000_000);
            pool.takeBack(lease, "held for more than " + settings.leakReclaim().toMillis() + " ms");
        }
    }

    void takeBack(Predicate<PoolLease<R>> which, String why) {
        for (Entry<R> entry : stock.entries()) {
            PoolLease<R> lease = leaseOf(entry);
            if (lease != null && which.test(lease)) {
                pool.takeBack(lease, why);
            }
        }
    }

    @SuppressWarnings("unchecked") // only leases of its own pool hold an entry
    static <R> @Nullable PoolLease<R> leaseOf(Entry<R> entry) {
        return entry.holder() instanceof PoolLease<?> lease ? (PoolLease<R>) lease : null;
    }
}
