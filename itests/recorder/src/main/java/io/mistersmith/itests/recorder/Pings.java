package io.mistersmith.itests.recorder;

import io.mistersmith.event.Event;
import io.mistersmith.sourcing.Projection;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Counts pings per key. */
@Component
public final class Pings implements Projection<Ping, Long> {

    @Override
    public String name() {
        return "pings";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String key(Ping ping, Event<?> event) {
        return ping.key();
    }

    @Override
    public Long apply(Optional<Long> before, Ping ping, Event<?> event) {
        return before.orElse(0L) + 1;
    }
}
