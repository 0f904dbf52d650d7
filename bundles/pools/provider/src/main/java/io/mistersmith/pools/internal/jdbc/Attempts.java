package io.mistersmith.pools.internal.jdbc;

import io.mistersmith.pools.internal.engine.Reason;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How opening connections went, whoever wanted them. Thread-safe. */
final class Attempts {

    private final LongAdder made = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable String lastFailure;

    void made() {
        made.increment();
        lastFailure = null;
    }

    void failed(Exception e) {
        failures.increment();
        lastFailure = Reason.of(e);
    }

    long connections() {
        return made.sum();
    }

    long failures() {
        return failures.sum();
    }

    /** Why the last attempt failed; null if it did not. */
    @Nullable
    String lastFailure() {
        return lastFailure;
    }
}
