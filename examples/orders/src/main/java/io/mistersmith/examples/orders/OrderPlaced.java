package io.mistersmith.examples.orders;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;
import java.math.BigDecimal;

/** A customer ordered something. */
@EventType("order.placed")
public record OrderPlaced(@Subject String order, String customer, String currency, BigDecimal amount) {

    /** What others publish may lack the amount. It is an order of nothing then, and holds up no other. */
    public OrderPlaced {
        amount = amount == null ? BigDecimal.ZERO : amount;
    }

    /** What is totalled together. */
    String account() {
        return customer + "/" + currency;
    }
}
