package io.mistersmith.itests.soak;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import org.osgi.service.component.annotations.Component;

/** Two at a time. */
@Component(service = EventHandler.class)
@Subscribe(durable = "soak-2", start = "first", concurrency = 2, retry_backoff = "10ms..100ms")
public final class TwoAtATime extends SoakHandler {

    public TwoAtATime() {
        super("soak-2");
    }
}
