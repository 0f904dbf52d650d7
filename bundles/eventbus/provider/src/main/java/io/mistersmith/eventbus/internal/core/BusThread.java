package io.mistersmith.eventbus.internal.core;

import io.mistersmith.event.Event;
import org.jspecify.annotations.Nullable;

/** What a thread of the bus is doing: which event it handles now. Confined to its thread. */
public final class BusThread {

    private static final ThreadLocal<@Nullable BusThread> CURRENT = new ThreadLocal<>();

    /** The event that is being handled; null between two calls. */
    public @Nullable Event<?> event;

    /** What this thread does for the bus; null when it is no thread of the bus. */
    public static @Nullable BusThread current() {
        return CURRENT.get();
    }

    static @Nullable BusThread enter(BusThread here) {
        BusThread outer = CURRENT.get();
        CURRENT.set(here);
        return outer;
    }

    static void exit(@Nullable BusThread outer) {
        // Not remove(), which each run would pay for with a new entry. An entry without a value holds nothing: its key
        // is weak.
        CURRENT.set(outer);
    }
}
