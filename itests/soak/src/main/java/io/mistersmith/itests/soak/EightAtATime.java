package io.mistersmith.itests.soak;

import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import org.osgi.service.component.annotations.Component;

/** Eight at a time. */
@Component(service = EventHandler.class)
@Subscribe(durable = "soak-8", start = "first", concurrency = 8, retry_backoff = "10ms..100ms")
public final class EightAtATime extends SoakHandler {

    public EightAtATime() {
        super("soak-8");
    }
}
