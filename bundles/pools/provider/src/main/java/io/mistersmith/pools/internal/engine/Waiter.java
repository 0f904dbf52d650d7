package io.mistersmith.pools.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for a resource. Its outcome is set once: a lease by who gives one, a failure by who closes the pool, or
 * GIVEN_UP by the call itself.
 */
abstract class Waiter<R> {

    private static final Object GIVEN_UP = "given up";
    private static final VarHandle OUTCOME;

    static {
        try {
            OUTCOME = MethodHandles.lookup().findVarHandle(Waiter.class, "outcome", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Borrower borrower;
    final String thread = Thread.currentThread().getName();
    final @Nullable Throwable trace;

    @SuppressWarnings("unused") // through OUTCOME
    private volatile @Nullable Object outcome;

    Waiter(Borrower borrower, @Nullable Throwable trace) {
        this.borrower = borrower;
        this.trace = trace;
    }

    /** False if the call has ended: then the lease is still the caller's. */
    final boolean grant(PoolLease<R> lease) {
        return settle(lease);
    }

    final boolean fail(RuntimeException failure) {
        return settle(failure);
    }

    /** By the call itself; false if it has an outcome, which it then must take. */
    final boolean giveUp() {
        return OUTCOME.compareAndSet(this, null, GIVEN_UP);
    }

    final boolean settled() {
        return outcome != null;
    }

    /**
     * The lease it got, which it then owns; null if it gave up.
     *
     * @throws RuntimeException the failure that was set
     */
    @SuppressWarnings("unchecked") // a lease comes from grant
    final @Nullable PoolLease<R> leaseOrThrow() {
        Object now = outcome;
        if (now instanceof RuntimeException failure) {
            throw failure;
        }
        return now instanceof PoolLease<?> lease ? (PoolLease<R>) lease : null;
    }

    private boolean settle(Object with) {
        if (!OUTCOME.compareAndSet(this, null, with)) {
            return false;
        }
        wake();
        return true;
    }

    /** Called once, after the outcome is set by another than the call itself. */
    abstract void wake();
}
