package io.mistersmith.configuration.internal.events;

import io.mistersmith.configuration.ConfigurationProblem;
import io.mistersmith.eventbus.EventBus;
import java.util.function.Consumer;

/** Publishes problems on the event bus. The only class here that needs its packages. */
public final class BusPublisher implements Consumer<ConfigurationProblem> {

    private final EventBus bus;

    /**
     * @param bus an {@link EventBus}, as the service registry gives it
     */
    public BusPublisher(Object bus) {
        this.bus = (EventBus) bus;
    }

    @Override
    public void accept(ConfigurationProblem problem) {
        bus.publish(new ConfigRejected(problem.pid(), problem.file(), problem.line(), problem.key(), problem.reason()));
    }
}
