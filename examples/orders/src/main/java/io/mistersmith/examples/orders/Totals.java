package io.mistersmith.examples.orders;

import io.mistersmith.event.Event;
import io.mistersmith.sourcing.Projection;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Orders per customer and currency; view and checkpoint commit together, so no order is counted twice. */
@Component
public final class Totals implements Projection<OrderPlaced, Total> {

    @Override
    public String name() {
        return "totals";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String key(OrderPlaced order, Event<?> event) {
        return order.account();
    }

    @Override
    public Total apply(Optional<Total> before, OrderPlaced order, Event<?> event) {
        return before.orElse(Total.NONE).plus(order);
    }
}
