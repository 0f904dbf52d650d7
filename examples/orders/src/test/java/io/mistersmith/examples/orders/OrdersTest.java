package io.mistersmith.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.event.NewEvent;
import io.mistersmith.testkit.bus.TestBus;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The plugin on the real bus, without a container; nothing happens before the test says so. */
class OrdersTest {

    private final TestBus bus = new TestBus();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void orderAboveTheLimitIsFlaggedOnce() {
        bus.subscribe(new LargeOrders(largeAbove(1_000), bus.metrics()));
        bus.drain();

        bus.publishGuaranteed(order("o-1", "1000"));
        bus.publishGuaranteed(order("o-2", "1000.01"));
        bus.drain();

        assertThat(bus.stored(OrderFlagged.class)).containsExactly(new OrderFlagged("o-2", BigDecimal.valueOf(1_000)));
        assertThat(bus.metrics().value("orders_flagged_total", "EUR")).isEqualTo(1);
    }

    @Test
    void totalsAreKeptPerCustomerAndCurrency() {
        bus.project(new Totals());

        bus.publishGuaranteed(order("o-1", "10.50"));
        bus.publishGuaranteed(order("o-2", "4.50"));
        bus.drain();

        assertThat(bus.views().get("totals", "c-1/EUR", Total.class)).contains(new Total(2, new BigDecimal("15.00")));
    }

    @Test
    void orderWithoutAnAmountIsCountedAndHoldsUpNoOther() {
        bus.subscribe(new LargeOrders(largeAbove(1_000), bus.metrics()));
        bus.project(new Totals());

        bus.publishGuaranteed(
                NewEvent.json("order.placed", "{\"order\":\"o-1\",\"customer\":\"c-1\",\"currency\":\"EUR\"}"));
        bus.publishGuaranteed(order("o-2", "4.50"));
        bus.drain();

        assertThat(bus.views().get("totals", "c-1/EUR", Total.class)).contains(new Total(2, new BigDecimal("4.50")));
    }

    @Test
    void amountThatIsNoPriceHoldsUpNoOther() {
        bus.project(new Totals());

        bus.publishGuaranteed(order("o-1", "1e999"));
        bus.publishGuaranteed(order("o-2", "1e-998"));
        bus.publishGuaranteed(order("o-3", "4.50"));
        bus.drain();

        assertThat(bus.views().get("totals", "c-1/EUR", Total.class)).contains(new Total(3, new BigDecimal("4.50")));
    }

    private static OrderPlaced order(String order, String amount) {
        return new OrderPlaced(order, "c-1", "EUR", new BigDecimal(amount));
    }

    @SuppressWarnings("BadAnnotationImplementation") // never compared
    private static OrdersConfig largeAbove(int limit) {
        return new OrdersConfig() {
            @Override
            public int large_above() {
                return limit;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return OrdersConfig.class;
            }
        };
    }
}
