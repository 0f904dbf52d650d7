package io.mistersmith.pools.internal.jdbc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts of opened, failed and unhealthy connections of one pool. Thread-safe. */
final class Attempts {

    private final LongAdder made = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger inARow = new AtomicInteger();
    private final LongAdder closed = new LongAdder();
    private final LongAdder unhealthy = new LongAdder();
    private final AtomicInteger opening = new AtomicInteger();
    private volatile @Nullable Exception lastFailure;
    private volatile @Nullable Exception lastResetFailure;

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

    /** A connection is being opened, until {@link #notOpening}. */
    void opening() {
        opening.incrementAndGet();
    }

    void notOpening() {
        opening.decrementAndGet();
    }

    /** Connections that are being opened. */
    int openingNow() {
        return opening.get();
    }

    /** A connection was closed. */
    void closed() {
        closed.increment();
    }

    long closedConnections() {
        return closed.sum();
    }

    /** A connection did not pass a check. */
    void unhealthy() {
        unhealthy.increment();
    }

    /** A returned connection could not be reset, and is closed. */
    void resetFailed(Exception e) {
        unhealthy.increment();
        lastResetFailure = e;
    }

    /** A returned connection is as it was before it was lent. */
    void reset() {
        if (lastResetFailure != null) {
            lastResetFailure = null;
        }
    }

    /** Connections that did not pass a check or could not be reset. */
    long unhealthyConnections() {
        return unhealthy.sum();
    }

    /** Why the last reset failed; null if it did not. */
    @Nullable
    Exception lastResetFailure() {
        return lastResetFailure;
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
