package io.mistersmith.pools.internal.jdbc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How opening connections went, whoever wanted them. Thread-safe. */
final class Attempts {

    private final LongAdder made = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger inARow = new AtomicInteger();
    private volatile @Nullable Exception lastFailure;

    void made() {
        made.increment();
        inARow.set(0);
        lastFailure = null;
    }

    void failed(Exception e) {
        failures.increment();
        inARow.incrementAndGet();
        lastFailure = e;
    }

    /** Failures since the last success. */
    int failuresInARow() {
        return inARow.get();
    }

    long connections() {
        return made.sum();
    }

    long failures() {
        return failures.sum();
    }

    /** Why the last attempt failed; null if it did not. */
    @Nullable
    Exception lastFailure() {
        return lastFailure;
    }
}
