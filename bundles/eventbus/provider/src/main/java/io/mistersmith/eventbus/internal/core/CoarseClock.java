package io.mistersmith.eventbus.internal.core;

import io.mistersmith.threads.Job;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The time to about a millisecond, for less than a system call: while many ask, a timer notes it; while few ask, the timer
 * is off and each gets the exact time. Thread-safe.
 */
public final class CoarseClock {

    private static final int MANY = 1 << 12; // exact readings within a period that make the timer worthwhile
    private static final long PERIOD_MILLIS = 50;
    private static final int FEW = 1 << 12; // events within a period for which it is not
    private static final Duration TICK = Duration.ofMillis(1);

    private final Clock clock;
    private final Dispatcher dispatcher;
    private final java.util.function.LongSupplier traffic;
    private final AtomicBoolean starting = new AtomicBoolean();
    private volatile long noted; // 0: the timer is off
    private int exact; // racy on purpose: only a hint
    private long exactSince; // racy on purpose
    private volatile @Nullable Job<Void> timer;
    private long trafficBefore; // by the timer only
    private long trafficAt; // by the timer only

    /** A clock whose timer stops when {@code traffic}, a count that grows, hardly grows. */
    public CoarseClock(Clock clock, Dispatcher dispatcher, java.util.function.LongSupplier traffic) {
        this.clock = clock;
        this.dispatcher = dispatcher;
        this.traffic = traffic;
    }

    /** Milliseconds since 1970. */
    public long millis() {
        long now = noted;
        return now != 0 ? now : exactly();
    }

    private long exactly() {
        long now = clock.millis();
        if (++exact >= MANY) {
            boolean many = now - exactSince < PERIOD_MILLIS;
            exact = 0;
            exactSince = now;
            if (many && starting.compareAndSet(false, true)) {
                start(now);
            }
        }
        return now;
    }

    private void start(long now) {
        trafficBefore = traffic.getAsLong();
        trafficAt = now;
        Job<Void> started = dispatcher.every(TICK, this::tick);
        timer = started;
        if (started == null) {
            starting.set(false);
        }
    }

    private void tick() {
        long now = clock.millis();
        noted = now;
        if (now - trafficAt >= PERIOD_MILLIS) {
            long count = traffic.getAsLong();
            boolean few = count - trafficBefore < FEW;
            trafficBefore = count;
            trafficAt = now;
            if (few) {
                stop();
            }
        }
    }

    /** Stops the timer; readings are exact until it is needed again. */
    public void stop() {
        noted = 0;
        Job<Void> ending = timer;
        timer = null;
        if (ending != null) {
            boolean unused = ending.cancel();
        }
        noted = 0; // a last tick may have come between
        starting.set(false);
    }
}
