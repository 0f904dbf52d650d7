package io.mistersmith.sourcing.internal;

import io.mistersmith.event.PayloadCodec;
import io.mistersmith.eventstore.Consumers;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Metrics;
import io.mistersmith.plugincode.marks.CallMarks;
import io.mistersmith.threads.ThreadPools;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The services that projections stand on; each may come and go at any time. */
final class Surroundings {

    private final CallMarks marks;
    private volatile @Nullable Consumers consumers;
    private volatile @Nullable PayloadCodec codec;
    private volatile @Nullable ThreadPools threads;
    private volatile Metrics.@Nullable Family<Counter> projected;
    private volatile Metrics.@Nullable Family<Counter> failed;

    Surroundings(CallMarks marks) {
        this.marks = marks;
    }

    /** Notes of the calls that are in progress, which outlive the process. */
    CallMarks marks() {
        return marks;
    }

    void consumers(@Nullable Consumers now) {
        consumers = now;
    }

    void codec(@Nullable PayloadCodec now) {
        codec = now;
    }

    void threads(@Nullable ThreadPools now) {
        threads = now;
    }

    void metrics(@Nullable Metrics now) {
        projected = now == null
                ? null
                : now.counter("mistersmith_sourcing_projected_total", "Events that a projection took", "projection");
        failed = now == null
                ? null
                : now.counter(
                        "mistersmith_sourcing_failures_total",
                        "Times that a projection threw at an event",
                        "projection");
    }

    @Nullable
    Consumers consumers() {
        return consumers;
    }

    @Nullable
    PayloadCodec codec() {
        return codec;
    }

    @Nullable
    ThreadPools threads() {
        return threads;
    }

    /** Pool {@code io}; null while there are no pools. */
    @Nullable
    Executor io() {
        ThreadPools now = threads;
        return now == null ? null : now.io();
    }

    void countProjected(String projection, int events) {
        Metrics.Family<Counter> family = projected;
        if (family != null) {
            family.with(projection).increment(events);
        }
        Metrics.Family<Counter> failures = failed;
        if (failures != null) {
            failures.with(projection).increment(0); // a series that begins at 0 shows its first failure as an increase
        }
    }

    void countFailure(String projection) {
        Metrics.Family<Counter> family = failed;
        if (family != null) {
            family.with(projection).increment();
        }
    }
}
