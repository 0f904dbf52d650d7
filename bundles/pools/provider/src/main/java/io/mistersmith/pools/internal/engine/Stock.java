package io.mistersmith.pools.internal.engine;

import io.mistersmith.resilience.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources of one pool: makes them when they are wanted, and destroys them.
 *
 * <p>Readers see {@link #entries} as one array that is never changed; it is replaced under the lock. Under the lock nothing is
 * called that is not a few lines of this class: resources are made and destroyed outside. A call that makes one counts towards
 * the maximum until it has returned, also when its time is over, so that a factory that hangs is never called by more threads
 * than the pool may have resources.
 */
final class Stock<R> {

    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    private final PoolEngine<R> pool;
    private final Maker<R> maker;
    private final Object lock = new Object();
    private volatile Entry<R>[] entries;
    private volatile int creating; // written under the lock
    private int alive; // guarded by lock: made and not yet destroyed
    private int failures; // guarded by lock: in a row
    private long retiredUses; // guarded by lock: calls that got an entry that is gone
    private long again = System.nanoTime(); // guarded by lock: no new try before, if failures > 0
    private final List<Draining<R>> drains = new ArrayList<>(); // guarded by lock
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type parameters; this one stays empty
    Stock(PoolEngine<R> pool, Maker<R> maker) {
        this.pool = pool;
        this.maker = maker;
        this.entries = new Entry[0];
    }

    Entry<R>[] entries() {
        return entries;
    }

    /** Calls that got a resource; never less than before. */
    long acquired() {
        synchronized (lock) { // an entry that is being retired counts once: here or there
            long acquired = retiredUses;
            for (Entry<R> entry : entries) {
                acquired += entry.uses();
            }
            return acquired;
        }
    }

    int creating() {
        return creating;
    }

    CompletionStage<Void> closed() {
        return closed;
    }

    /** Makes as many as are wanted: by the minimum, or by those who wait. */
    void grow() {
        while (reserve()) {
            if (maker.immediate()) {
                make();
            } else {
                pool.work().run(this::make, pool.settings().callTimeout(), this::notMade);
            }
        }
    }

    /** As {@link #grow}, and not held back by failures of before. */
    void revive() {
        synchronized (lock) {
            failures = 0;
        }
        grow();
    }

    private boolean reserve() {
        if (entries.length + creating >= pool.settings().max()) { // most who come find it full, without the lock
            return false;
        }
        synchronized (lock) {
            PoolSettings now = pool.settings();
            int size = entries.length + creating;
            boolean wanted = size < now.min() || pool.desk().moreThan(creating) || isProbe(now);
            // After a failure one tries for all, and not before its time.
            boolean barred = failures > 0 && (creating > 0 || System.nanoTime() - again < 0);
            if (pool.isClosed() || !wanted || barred || size >= now.max()) {
                return false;
            }
            creating++;
            return true;
        }
    }

    /** What failed is tried again when nobody wants it too, or the pool would be seen as failing until somebody does. */
    private boolean isProbe(PoolSettings now) {
        long interval = now.checkInterval().toNanos();
        return pool.tally().lastFailure != null
                && interval > 0
                && creating == 0
                && System.nanoTime() - again >= interval;
    }

    private void make() {
        R resource;
        try {
            resource = maker.make();
        } catch (Throwable e) {
            failed(pool.hooks().loggable(e));
            return;
        }
        Entry<R> entry = new Entry<>(
                resource, System.nanoTime(), ThreadLocalRandom.current().nextDouble(0.9, 1));
        pool.tally().lastFailure = null; // before the next probe could be begun
        boolean late;
        synchronized (lock) {
            creating--;
            failures = 0;
            alive++;
            late = pool.isClosed() || entries.length >= pool.settings().max();
            if (!late) {
                Entry<R>[] more = Arrays.copyOf(entries, entries.length + 1);
                more[entries.length] = entry;
                entries = more;
            }
        }
        pool.tally().created.increment();
        if (late) {
            destroy(entry);
        } else {
            pool.desk().give(entry);
        }
        grow();
    }

    /** No thread was to be had; that counts as a failure too, or this would be tried without end. */
    private void notMade() {
        pause();
    }

    private void failed(Throwable e) {
        pool.tally().createFailures.increment();
        if (pool.tally().lastFailure == null) { // once until it works again
            LOG.warn("Cannot make a resource: pool={}, {}", pool.name(), Reason.of(e));
        }
        pool.tally().lastFailure = e;
        pause();
    }

    private void pause() {
        Duration pause;
        synchronized (lock) {
            creating--;
            failures++;
            pause = BACKOFF.delay(failures);
            again = System.nanoTime() + pause.toNanos();
        }
        var unused = pool.work().after(pause, this::grow, () -> {}); // if lost: the next threads revive the pool
        endIfEmpty();
    }

    /** Takes an entry that is BUSY, by its owner, out for ever. */
    void retire(Entry<R> entry) {
        List<Draining<R>> done = new ArrayList<>();
        synchronized (lock) {
            Entry<R>[] old = entries;
            int at = Arrays.asList(old).indexOf(entry);
            Entry<R>[] fewer = Arrays.copyOf(old, old.length - 1);
            System.arraycopy(old, at + 1, fewer, at, old.length - at - 1);
            entries = fewer;
            retiredUses += entry.uses();
            for (Draining<R> drain : drains) {
                drain.left.remove(entry);
                if (drain.left.isEmpty()) {
                    done.add(drain);
                }
            }
            drains.removeAll(done);
        }
        entry.busyToDead();
        destroy(entry);
        done.forEach(drain -> drain.done.complete(null));
        grow();
    }

    private void destroy(Entry<R> entry) {
        Runnable now = () -> destroyNow(entry);
        if (maker.immediate()) {
            now.run();
        } else {
            // Without threads the caller has to: it is the pool's end, or there is no other who could.
            pool.work().run(now, pool.settings().callTimeout(), now);
        }
    }

    private void destroyNow(Entry<R> entry) {
        pool.hooks().evicted(entry.resource);
        try {
            maker.destroy(entry.resource);
        } catch (Throwable e) {
            LOG.warn(
                    "Destroying a resource failed: pool={}, {}",
                    pool.name(),
                    Reason.of(pool.hooks().loggable(e)));
        }
        pool.tally().destroyed.increment();
        synchronized (lock) {
            alive--;
        }
        endIfEmpty();
    }

    /** Looks at a resource that is BUSY, by its owner, and then gives it on or destroys it. */
    void check(Entry<R> entry) {
        Runnable look = () -> {
            if (healthy(entry)) {
                entry.checked(System.nanoTime());
                pool.desk().give(entry);
            } else {
                pool.tally().unhealthy.increment();
                suspect();
                retire(entry);
            }
        };
        if (maker.immediate()) {
            look.run();
        } else {
            // Without a thread it stays as it is, and the housekeeper looks again: nobody is told, or all would try at
            // once.
            pool.work()
                    .run(look, pool.settings().callTimeout(), () -> pool.desk().leaveFree(entry));
        }
    }

    /** Has a look at a borrowed resource. */
    void watch(Entry<R> entry, PoolSettings settings) {
        maker.watch(entry.resource, settings);
    }

    /** One was broken, and the others may be as well: each is checked before it is lent again. */
    void suspect() {
        if (!maker.immediate()) {
            for (Entry<R> entry : entries) {
                entry.becomeStale();
            }
        }
    }

    private boolean healthy(Entry<R> entry) {
        try {
            return maker.healthy(entry.resource) && pool.hooks().healthy(entry.resource);
        } catch (Throwable e) {
            pool.tally().lastFailure = pool.hooks().loggable(e);
            return false;
        }
    }

    /** Condemns all there are; done when none of them is left. */
    CompletionStage<Void> drain() {
        Draining<R> drain = new Draining<>();
        Entry<R>[] all;
        synchronized (lock) {
            all = entries;
            Collections.addAll(drain.left, all);
            if (all.length > 0) {
                drains.add(drain);
            }
        }
        if (all.length == 0) {
            drain.done.complete(null);
        }
        for (Entry<R> entry : all) {
            entry.condemn();
            if (entry.freeToBusy()) {
                retire(entry);
            }
        }
        return drain.done.minimalCompletionStage();
    }

    void endIfEmpty() {
        boolean over;
        synchronized (lock) {
            over = pool.isClosed() && alive == 0 && creating == 0;
        }
        if (over) {
            closed.complete(null);
        }
    }

    /** Entries that were there when somebody asked for others. */
    private static final class Draining<R> {

        final Set<Entry<R>> left = Collections.newSetFromMap(new IdentityHashMap<>());
        final CompletableFuture<Void> done = new CompletableFuture<>();
    }
}
