package io.mistersmith.pools.internal.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that waits without a thread. */
final class AsyncWaiter<R> extends Waiter<R> {

    private final Consumer<AsyncWaiter<R>> settled;

    /** The end of its time; written by the call, and again if its threads go; maybe after the outcome. */
    volatile Work.@Nullable Timer timer;

    AsyncWaiter(Borrower borrower, @Nullable Throwable trace, Consumer<AsyncWaiter<R>> settled) {
        super(borrower, trace);
        this.settled = settled;
    }

    @Override
    void wake() {
        settled.accept(this);
    }
}
