package io.mistersmith.eventbus.internal;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;

/** Payloads of the tests. */
final class Orders {

    private Orders() {}

    sealed interface OrderEvent permits Placed, Cancelled {}

    @EventType("order.placed")
    record Placed(@Subject String order, int amount) implements OrderEvent {}

    @EventType("order.cancelled")
    record Cancelled(@Subject String order) implements OrderEvent {}

    /** The same type as another bundle declares it. */
    @EventType("order.placed")
    record PlacedElsewhere(String order, long amount) {}

    /** The same type with a component of another kind. */
    @EventType("order.placed")
    record PlacedUnreadable(java.time.Instant amount) {}

    @EventType("order.flagged")
    record Flagged(@Subject String order) {}

    @EventType("ping.sent")
    record Ping(int n) {}

    record Nameless(int n) {}
}
