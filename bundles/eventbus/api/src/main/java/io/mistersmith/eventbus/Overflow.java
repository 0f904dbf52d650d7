package io.mistersmith.eventbus;

/** What happens to an event for which a subscription's queue has no room. Not for durable ones: the store is their queue. */
public enum Overflow {
    /** The publisher waits for at most 1 s, then gets an {@link EventRejectedException}. */
    BLOCK,
    /** The oldest event that waits is dropped and counted. */
    DROP_OLDEST,
    /** The new event is dropped and counted. */
    DROP_NEWEST,
    /** The publisher gets an {@link EventRejectedException}. */
    FAIL
}
