package io.mistersmith.itests.soak;

import io.mistersmith.event.Event;
import io.mistersmith.sourcing.Projection;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Counts events per key. */
@Component
public final class Counts implements Projection<Soaked, Long> {

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String key(Soaked soaked, Event<?> event) {
        return soaked.key();
    }

    @Override
    public Long apply(Optional<Long> before, Soaked soaked, Event<?> event) {
        return before.orElse(0L) + 1;
    }
}
