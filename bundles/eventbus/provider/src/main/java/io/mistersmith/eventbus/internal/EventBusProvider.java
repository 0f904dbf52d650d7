package io.mistersmith.eventbus.internal;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.SubscribeOptions;
import io.mistersmith.eventbus.Subscription;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link EventBus} service: one stateless view for each bundle that uses it. */
@Component(scope = ServiceScope.BUNDLE)
public final class EventBusProvider implements EventBus {

    private final EventBus view;

    /** Called by the component runtime, once per using bundle. */
    @Activate
    public EventBusProvider(@Reference EventBusCore core, ComponentContext context) {
        view = core.of(context.getUsingBundle());
    }

    @Override
    public int publish(Object payloadOrEvent) {
        return view.publish(payloadOrEvent);
    }

    @Override
    public CompletionStage<Receipt> publishGuaranteed(Object payloadOrEvent) {
        return view.publishGuaranteed(payloadOrEvent);
    }

    @Override
    public CompletionStage<List<Receipt>> publishBatch(List<?> payloadsOrEvents) {
        return view.publishBatch(payloadsOrEvents);
    }

    @Override
    public <T> Subscription subscribe(
            Class<T> payload, Consumer<SubscribeOptions> options, EventHandler<? super T> handler) {
        return view.subscribe(payload, options, handler);
    }
}
