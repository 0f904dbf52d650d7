package io.mistersmith.pools.internal.jdbc;

import java.sql.Connection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The right to one connection: what the engine lends, in order of arrival. There are as many as connections may be, so who has
 * one finds a connection, or one is being made.
 *
 * <p>Written by who has the seat; emptied by compare-and-set by whoever ends the lease first, its owner or who takes it back.
 */
final class Seat {

    /** A connection and where it is from. */
    record Occupied(Connection connection, Generation generation) {}

    private final AtomicReference<@Nullable Occupied> place = new AtomicReference<>();
    private final ReturnWatch returning = new ReturnWatch();

    /** Limits the time that returning a connection of this seat takes. */
    ReturnWatch returning() {
        return returning;
    }

    /** Whether its holder has a connection; not while one is being looked for. */
    boolean hasConnection() {
        return place.get() != null || returning.isReturning();
    }

    void occupy(Occupied by) {
        place.set(by);
    }

    /** True for one caller, who then has to end the connection. */
    boolean leave(Occupied by) {
        return place.compareAndSet(by, null);
    }

    @Nullable
    Occupied clear() {
        return place.getAndSet(null);
    }
}
