package io.mistersmith.eventbus.internal.core;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Logs at most one warning a second, and says how many were left out. Thread-safe. */
public final class RareWarning {

    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong suppressed = new AtomicLong();

    /** Warns through this logger. */
    public RareWarning(Logger log) {
        this.log = log;
    }

    /** Logs the text with the failure, or counts it. */
    public void warn(String text, Throwable failure) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PERIOD_NANOS)) {
            suppressed.incrementAndGet();
            return;
        }
        long more = suppressed.getAndSet(0);
        log.warn(more == 0 ? text : text + " (and " + more + " like it before)", failure);
    }
}
