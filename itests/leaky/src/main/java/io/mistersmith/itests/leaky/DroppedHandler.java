package io.mistersmith.itests.leaky;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import org.osgi.service.component.annotations.Component;

/** Gets what is published, and what is stored. */
@Component
@Subscribe
public final class DroppedHandler implements EventHandler<Dropped> {

    @Override
    public void handle(Dropped dropped, EventContext context) {
        Diary.write(dropped.durable() ? "stored" : "published");
    }
}
