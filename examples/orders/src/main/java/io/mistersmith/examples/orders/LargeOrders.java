package io.mistersmith.examples.orders;

import io.mistersmith.eventbus.EventContext;
import io.mistersmith.eventbus.EventHandler;
import io.mistersmith.eventbus.Subscribe;
import io.mistersmith.metrics.Counter;
import io.mistersmith.metrics.Metrics;
import java.math.BigDecimal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Flags each order above the limit: once, however often it is delivered. */
@Component(configurationPid = OrdersConfig.PID)
@Designate(ocd = OrdersConfig.class)
@Subscribe(durable = "large-orders", start = "first", retry_attempts = 5, retry_backoff = "200ms..30s")
public final class LargeOrders implements EventHandler<OrderPlaced> {

    private final BigDecimal limit;
    private final Metrics.Family<Counter> flagged;

    @Activate
    public LargeOrders(OrdersConfig config, @Reference Metrics metrics) {
        limit = BigDecimal.valueOf(config.large_above());
        flagged = metrics.counter("orders_flagged_total", "Orders above the limit", "currency");
    }

    @Override
    public void handle(OrderPlaced order, EventContext context) {
        if (order.amount().compareTo(limit) > 0) {
            context.emit(new OrderFlagged(order.order(), limit));
            flagged.with(order.currency()).increment();
        }
    }
}
