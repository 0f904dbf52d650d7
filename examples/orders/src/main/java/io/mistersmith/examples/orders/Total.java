package io.mistersmith.examples.orders;

import java.math.BigDecimal;

/** What one customer ordered in one currency. */
public record Total(long orders, BigDecimal amount) {

    static final Total NONE = new Total(0, BigDecimal.ZERO);

    Total plus(OrderPlaced order) {
        return new Total(orders + 1, amount.add(order.amount()));
    }
}
