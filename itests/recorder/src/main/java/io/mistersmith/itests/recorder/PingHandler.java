package io.mistersmith.itests.recorder;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import org.osgi.service.component.annotations.Component;

/** Writes {@code handled POSITION ID KEY ATTEMPT} for each delivery. */
@Component
@Subscribe(durable = "recorder", start = "first", concurrency = 4)
public final class PingHandler implements EventHandler<Ping> {

    @Override
    public void handle(Ping ping, EventContext context) {
        Recorder.write("handled " + context.position().orElseThrow() + " "
                + context.event().id() + " " + ping.key() + " " + context.attempt());
    }
}
