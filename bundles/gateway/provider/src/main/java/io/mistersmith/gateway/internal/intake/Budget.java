package io.mistersmith.gateway.internal.intake;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Bytes that all requests together may hold. Thread-safe. */
public final class Budget {

    private final AtomicLong held = new AtomicLong();
    private final LongSupplier limit;

    /** The limit is asked for at each reservation, so it may change. */
    public Budget(LongSupplier limit) {
        this.limit = limit;
    }

    boolean reserve(long bytes) {
        if (held.addAndGet(bytes) <= limit.getAsLong()) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }
}
