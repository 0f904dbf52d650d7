package io.mistersmith.eventbus.internal.core;

import io.mistersmith.eventbus.EventHandler;

/**
 * What a subscription calls.
 *
 * @param owner the bundle that subscribed
 * @param shape what the handler takes
 * @param handler called with what the shape makes of an event
 */
public record Target(Owner owner, Shape shape, EventHandler<Object> handler) {

    /** A handler of any payload type; the shape sees to it that it gets that type. */
    @SuppressWarnings("unchecked") // Shape.argument gives instances of the handler's payload type only
    public static Target of(Owner owner, Shape shape, EventHandler<?> handler) {
        return new Target(owner, shape, (EventHandler<Object>) handler);
    }

    /** Bundle and class, for people. */
    public String label() {
        return "bundle=" + owner.label() + ", handler=" + handler.getClass().getName();
    }
}
