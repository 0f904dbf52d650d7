package io.mistersmith.itests.recorder;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/**
 * Writes {@code handled POSITION ID KEY ATTEMPT} for each delivery. A ping of a negative number first waits until somebody
 * has written to the named pipe {@code data/recorder.pipe}. One with the key {@code memory} asks for more memory than there is,
 * one with the key {@code halt} ends the process in a way that the container cannot see beforehand.
 */
@Component
@Subscribe(durable = "recorder", start = "first", concurrency = 4)
public final class PingHandler implements EventHandler<Ping> {

    @Override
    public void handle(Ping ping, EventContext context) throws IOException, ReflectiveOperationException {
        if (ping.key().equals("memory")) {
            Recorder.write("asked for " + new byte[Integer.MAX_VALUE].length + " bytes");
        }
        if (ping.key().equals("halt")) {
            Runtime.class.getMethod("halt", int.class).invoke(Runtime.getRuntime(), 0);
        }
        if (ping.n() < 0) {
            Recorder.awaitPipe();
        }
        Recorder.write("handled " + context.position().orElseThrow() + " "
                + context.event().id() + " " + ping.key() + " " + context.attempt());
    }
}
