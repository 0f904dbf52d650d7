package io.mistersmith.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until the test moves it. Begins at 2026-01-01T00:00:00Z. Thread-safe. */
public final class ManualClock extends Clock {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Instant now = BEGIN;

    /**
     * Moves on.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("advance by " + by + " is negative");
        }
        now = now.plus(by);
    }

    /** Nanoseconds since the clock began: stands for {@link System#nanoTime()}. */
    public long nanos() {
        return Duration.between(BEGIN, instant()).toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** There is only the one zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a manual clock is in UTC");
    }
}
