package io.mistersmith.pools.internal.engine;

import io.mistersmith.pools.Lease;
import io.mistersmith.pools.PoolClosedException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One pool; holds its parts together. {@link Calls} wait, {@link Desk} lends, {@link Stock} makes and destroys,
 * {@link Housekeeper} looks after what lies or is out for long.
 *
 * <p>Thread-safe. No lock is held while a call waits, or while code runs that is not this package's.
 *
 * @param <R> what is lent
 */
public final class PoolEngine<R> implements Lender {

    private final String name;
    private final Hooks hooks;
    private final Stock<R> stock;
    private final Desk<R> desk;
    private final Calls<R> calls;
    private final Housekeeper<R> housekeeper;
    private final Tally tally = new Tally();
    private volatile PoolSettings settings;
    private volatile Work work = Work.NONE;
    private volatile boolean closed;

    /** Hears how long a call waited that got no resource at once. */
    public interface WaitTimes {

        /** One call got its resource after this time. */
        void waited(long nanos);
    }

    /** A pool that has nothing yet: {@link #work} begins it. */
    public PoolEngine(String name, Maker<R> maker, PoolSettings settings) {
        this(name, maker, settings, new AtomicInteger());
    }

    /**
     * One of several that are one pool together, and have one limit of waiting calls.
     *
     * @param waiting counts the waiting calls of all
     */
    public PoolEngine(String name, Maker<R> maker, PoolSettings settings, AtomicInteger waiting) {
        this.name = name;
        this.settings = settings;
        this.hooks = new Hooks(name, () -> work);
        this.stock = new Stock<>(this, maker);
        this.desk = new Desk<>(this, stock);
        this.calls = new Calls<>(this, stock, desk, waiting);
        this.housekeeper = new Housekeeper<>(this, stock);
    }

    @Override
    public void work(Work now) {
        work = now;
        housekeeper.restart();
        stock.revive();
    }

    /** What made it fail may be over: it tries again at once. */
    public void revive() {
        stock.revive();
    }

    /** From now on these hold. What is borrowed stays so. */
    public void settings(PoolSettings now) {
        settings = now;
        housekeeper.restart();
        housekeeper.look();
    }

    @Override
    public void waitTimes(@Nullable WaitTimes listener) {
        calls.waitTimes(listener == null ? nanos -> {} : listener);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PoolSettings settings() {
        return settings;
    }

    @Override
    public Hooks hooks() {
        return hooks;
    }

    /** How it is, and who holds what. */
    public Census<R> census() {
        return new Census<>(this, stock.entries());
    }

    /**
     * As {@link #acquire}, but null if there is nothing at once; makes nothing.
     *
     * @param now of {@link System#nanoTime}
     */
    public @Nullable Lease<R> take(Borrower borrower, long now) {
        return calls.take(borrower, now);
    }

    /** As {@link io.mistersmith.pools.ResourcePool#acquire(Duration)}. */
    public Lease<R> acquire(Borrower borrower, Duration timeout) throws InterruptedException {
        return calls.acquire(borrower, timeout);
    }

    /** As {@link io.mistersmith.pools.ResourcePool#acquireAsync()}. */
    public CompletionStage<Lease<R>> acquireAsync(Borrower borrower) {
        return acquireAsync(borrower, settings.acquireTimeout());
    }

    /** As {@link io.mistersmith.pools.ResourcePool#acquireAsync()}, with this timeout. */
    public CompletionStage<Lease<R>> acquireAsync(Borrower borrower, Duration timeout) {
        return calls.acquireAsync(borrower, timeout);
    }

    /** Ends a lease that its borrower did not. */
    void takeBack(PoolLease<R> lease, String why) {
        if (lease.takeBack(why)) {
            tally.reclaimed.increment();
            stock.retire(lease.entry);
        }
    }

    /** As {@link io.mistersmith.pools.ResourcePool#evict}. */
    public int evict() {
        return desk.evict();
    }

    /** As {@link io.mistersmith.pools.ResourcePool#drain}. */
    public CompletionStage<Void> drain() {
        return stock.drain();
    }

    @Override
    public void stop(Borrower borrower) {
        desk.failAll(borrower, () -> calls.stopped(borrower));
        housekeeper.takeBack(lease -> lease.borrower == borrower, "its bundle stopped");
    }

    @Override
    public CompletionStage<Void> close() {
        closed = true;
        desk.failAll();
        desk.evict();
        housekeeper.restart();
        stock.endIfEmpty();
        return stock.closed();
    }

    @Override
    public void takeBackAllAfter(Duration grace) {
        if (stock.entries().length > 0 && work.after(grace, this::takeBackAll, this::takeBackAll) == null) {
            takeBackAll();
        }
    }

    @Override
    public void takeBackAll() {
        housekeeper.takeBack(lease -> true, "its pool was closed");
    }

    @Nullable
    Throwable trace() {
        return settings.keepsStacks() ? new AcquiredAt() : null;
    }

    PoolClosedException closedNow() {
        return new PoolClosedException(name);
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    int waiting() {
        return calls.waiting();
    }

    long acquired() {
        return stock.acquired();
    }

    int creating() {
        return stock.creating();
    }

    Desk<R> desk() {
        return desk;
    }

    Tally tally() {
        return tally;
    }

    /** Where its threads come from. */
    public Work work() {
        return work;
    }

    /** Only carries a stack. */
    static final class AcquiredAt extends Throwable {

        private static final long serialVersionUID = 1L;

        AcquiredAt() {
            super("acquired here", null, false, true);
        }
    }
}
