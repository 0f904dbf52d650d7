package io.mistersmith.itests.soak;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import org.osgi.service.component.annotations.Component;

/** One at a time. */
@Component(service = EventHandler.class)
@Subscribe(durable = "soak-1", start = "first", concurrency = 1, retry_backoff = "10ms..100ms")
public final class OneAtATime extends SoakHandler {

    public OneAtATime() {
        super("soak-1");
    }
}
