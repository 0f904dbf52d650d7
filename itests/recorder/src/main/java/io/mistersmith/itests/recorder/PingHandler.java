package io.mistersmith.itests.recorder;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/**
 * Writes {@code handled POSITION ID KEY ATTEMPT} for each delivery. A ping of a negative number first waits until somebody
 * has written to the named pipe {@code data/recorder.pipe}.
 */
@Component
@Subscribe(durable = "recorder", start = "first", concurrency = 4)
public final class PingHandler implements EventHandler<Ping> {

    @Override
    public void handle(Ping ping, EventContext context) throws IOException {
        if (ping.n() < 0) {
            Recorder.awaitPipe();
        }
        Recorder.write("handled " + context.position().orElseThrow() + " "
                + context.event().id() + " " + ping.key() + " " + context.attempt());
    }
}
