package io.mistersmith.eventbus.internal.durable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of several subscriptions at a time make a call that must be alone, so that a process that ends meanwhile ends
 * during one such call only. A call that lasts very long loses its turn, and runs on. Thread-safe.
 */
public final class Turn {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private record Held(Object by, long sinceNanos) {}

    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private final LongSupplier nanos;

    /** A turn that nobody has; {@code nanos} is the time that calls are measured by. */
    public Turn(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes the turn; false: another has it. */
    public boolean take(Object taker) {
        Held before = held.get();
        return !taken(before) && held.compareAndSet(before, new Held(taker, nanos.getAsLong()));
    }

    /** Gives the turn back, unless it was lost. */
    public void release(Object taker) {
        Held now = held.get();
        if (now != null && Objects.equals(now.by(), taker)) {
            held.compareAndSet(now, null);
        }
    }

    /** Whether somebody has it. */
    public boolean taken() {
        return taken(held.get());
    }

    private boolean taken(@Nullable Held now) {
        return now != null && nanos.getAsLong() - now.sinceNanos() < LONGEST.toNanos();
    }
}
