package io.mistersmith.framework.counting;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A durable handler; tells each activation as 0, and the position of each delivery. */
@Component(
        service = {EventHandler.class, Supplier.class},
        property = {"name=counting", "bus.durable=counting", "bus.start=first"})
public final class Counting implements EventHandler<Counted>, Supplier<List<Long>> {

    private static final List<Long> HAPPENED = new CopyOnWriteArrayList<>();

    @Activate
    public Counting() {
        HAPPENED.add(0L);
    }

    @Override
    public void handle(Counted counted, EventContext context) {
        HAPPENED.add(context.position().orElseThrow());
    }

    @Override
    public List<Long> get() {
        return List.copyOf(HAPPENED);
    }
}
