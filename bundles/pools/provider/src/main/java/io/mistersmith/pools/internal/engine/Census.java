package io.mistersmith.pools.internal.engine;

import io.mistersmith.pools.Holder;
import io.mistersmith.pools.PoolStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A pool at a moment, counted over its entries. Each figure is right at some moment of the count; together they may differ. */
public final class Census<R> {

    private final PoolEngine<R> pool;
    private final Entry<R>[] entries;

    Census(PoolEngine<R> pool, Entry<R>[] entries) {
        this.pool = pool;
        this.entries = entries;
    }

    /** Resources there are. */
    public int size() {
        return entries.length;
    }

    /** Resources that are borrowed. */
    public int active() {
        return active(resource -> true);
    }

    /** Borrowed resources that count. */
    public int active(Predicate<R> counts) {
        int active = 0;
        for (Entry<R> entry : entries) {
            active += entry.holder() instanceof PoolLease<?> && counts.test(entry.resource) ? 1 : 0;
        }
        return active;
    }

    /** Resources that are ready. */
    public int idle() {
        int idle = 0;
        for (Entry<R> entry : entries) {
            idle += entry.free() ? 1 : 0;
        }
        return idle;
    }

    /** Calls that wait. */
    public int waiting() {
        return pool.waiting();
    }

    /** Calls that got a resource. */
    public long acquired() {
        return pool.acquired();
    }

    /** The whole, for operators. */
    public PoolStatus status(String kind) {
        Tally tally = pool.tally();
        PoolSettings settings = pool.settings();
        Throwable failure = tally.lastFailure;
        return new PoolStatus(
                pool.name(),
                kind,
                settings.min(),
                settings.max(),
                size(),
                active(),
                idle(),
                pool.creating(),
                waiting(),
                acquired(),
                tally.timeouts.sum(),
                tally.created.sum(),
                tally.destroyed.sum(),
                tally.createFailures.sum(),
                tally.unhealthy.sum(),
                tally.leaks.sum(),
                tally.reclaimed.sum(),
                failure == null ? null : Reason.of(failure));
    }

    /** Holders of all that is borrowed, oldest first. */
    public List<Holder> holders() {
        return holders(resource -> true);
    }

    /** Holders of those resources that count, oldest first. */
    public List<Holder> holders(Predicate<R> counts) {
        long now = System.nanoTime();
        long threshold = pool.settings().leakThreshold().toNanos();
        List<Holder> holders = new ArrayList<>();
        for (Entry<R> entry : entries) {
            PoolLease<R> lease = Housekeeper.leaseOf(entry);
            if (lease != null && counts.test(entry.resource)) {
                long held = now - lease.since;
                holders.add(new Holder(
                        pool.name(),
                        lease.borrower.toString(),
                        lease.thread,
                        Duration.ofNanos(held),
                        threshold > 0 && held >= threshold,
                        lease.trace == null ? List.of() : stackOf(lease.trace)));
            }
        }
        holders.sort(Comparator.comparing(Holder::held).reversed());
        return List.copyOf(holders);
    }

    /** From where the borrower called: the pool's own frames are of no use to it. */
    private static List<StackTraceElement> stackOf(Throwable trace) {
        return Arrays.stream(trace.getStackTrace())
                .dropWhile(frame -> frame.getClassName().startsWith("io.mistersmith.pools.internal."))
                .toList();
    }

    /** How many resources each bundle holds. */
    public Map<String, Integer> holdersByBundle() {
        return holdersByBundle(resource -> true);
    }

    /** How many of those resources that count each bundle holds. */
    public Map<String, Integer> holdersByBundle(Predicate<R> counts) {
        Map<String, Integer> holders = new TreeMap<>();
        for (Entry<R> entry : entries) {
            PoolLease<R> lease = Housekeeper.leaseOf(entry);
            if (lease != null && counts.test(entry.resource)) {
                holders.merge(lease.borrower.toString(), 1, Integer::sum);
            }
        }
        return holders;
    }
}
