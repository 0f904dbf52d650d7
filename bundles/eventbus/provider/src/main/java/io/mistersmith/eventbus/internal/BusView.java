package io.mistersmith.eventbus.internal;

import io.mistersmith.event.Receipt;
import io.mistersmith.eventbus.EventBus;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.SubscribeOptions;
import io.mistersmith.eventbus.Subscription;
import io.mistersmith.eventbus.internal.core.Owner;
import io.mistersmith.eventbus.internal.memory.MemoryBus;
import io.mistersmith.eventbus.internal.memory.Origin;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One bundle's view of the bus: adds the caller, holds nothing else. */
final class BusView implements EventBus {

    private final Bus bus;
    private final MemoryBus memory;
    private final Owner owner;
    private final BooleanSupplier alive;
    private final Origin origin;

    BusView(Bus bus, Owner owner, BooleanSupplier alive) {
        this.bus = bus;
        this.alive = alive;
        this.memory = bus.memory();
        this.owner = owner;
        this.origin = new Origin(owner.name());
    }

    @Override
    public int publish(Object payloadOrEvent) {
        bus.open();
        return memory.publish(origin, payloadOrEvent);
    }

    @Override
    public CompletionStage<Receipt> publishGuaranteed(Object payloadOrEvent) {
        bus.open();
        return bus.durable().publish(origin, List.of(payloadOrEvent), receipts -> receipts.get(0));
    }

    @Override
    public CompletionStage<List<Receipt>> publishBatch(List<?> payloadsOrEvents) {
        bus.open();
        return bus.durable().publish(origin, payloadsOrEvents, receipts -> receipts);
    }

    @Override
    public <T> Subscription subscribe(
            Class<T> payload, Consumer<SubscribeOptions> options, EventHandler<? super T> handler) {
        return bus.subscribe(owner, alive, payload, options, handler);
    }
}
