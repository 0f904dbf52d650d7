package io.mistersmith.pools.internal.engine;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one pool counts off the fast path. Thread-safe. */
final class Tally {

    final LongAdder timeouts = new LongAdder();
    final LongAdder created = new LongAdder();
    final LongAdder destroyed = new LongAdder();
    final LongAdder createFailures = new LongAdder();
    final LongAdder unhealthy = new LongAdder();
    final LongAdder leaks = new LongAdder();
    final LongAdder reclaimed = new LongAdder();

    /** Why making or checking failed last; null after a success. */
    volatile @Nullable Throwable lastFailure;
}
