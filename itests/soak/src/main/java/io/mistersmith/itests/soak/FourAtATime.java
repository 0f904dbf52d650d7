package io.mistersmith.itests.soak;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import org.osgi.service.component.annotations.Component;

/** Four at a time. */
@Component(service = EventHandler.class)
@Subscribe(durable = "soak-4", start = "first", concurrency = 4, retry_backoff = "10ms..100ms")
public final class FourAtATime extends SoakHandler {

    public FourAtATime() {
        super("soak-4");
    }
}
