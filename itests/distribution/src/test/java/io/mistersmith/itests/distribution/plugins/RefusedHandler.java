package io.mistersmith.itests.distribution.plugins;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;

/** A handler of something that is no event. */
public final class RefusedHandler implements EventHandler<String> {

    @Override
    public void handle(String text, EventContext context) {}
}
