package io.mistersmith.pools.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that waits. */
final class ParkedWaiter<R> extends Waiter<R> {

    private final Thread waiting = Thread.currentThread();

    /** Set before the thread looks at the outcome for the last time; who sets the outcome looks at this after that. */
    private volatile boolean parked;

    ParkedWaiter(Borrower borrower, @Nullable Throwable trace) {
        super(borrower, trace);
    }

    @Override
    void wake() {
        if (parked) {
            LockSupport.unpark(waiting);
        }
    }

    /**
     * Waits for the outcome.
     *
     * @return false if there was none until the deadline; then the call has given up
     */
    boolean await(long deadline) throws InterruptedException {
        parked = true;
        while (!settled()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                if (giveUp()) {
                    return false;
                }
            } else if (Thread.interrupted()) {
                if (giveUp()) {
                    throw new InterruptedException("while waiting for a resource");
                }
                Thread.currentThread().interrupt(); // for who calls: the resource came first
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
        return true;
    }
}
