package io.mistersmith.eventbus.internal.durable;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of events that all durable subscriptions together have read and not settled. Thread-safe. */
final class ReadAhead {

    private final AtomicLong bytes = new AtomicLong();

    void add(long more) {
        bytes.addAndGet(more);
    }

    long bytes() {
        return bytes.get();
    }
}
