package io.mistersmith.examples.orders;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;
import java.math.BigDecimal;

/** A customer ordered something. */
@EventType("order.placed")
public record OrderPlaced(@Subject String order, String customer, String currency, BigDecimal amount) {

    /** What is totalled together. */
    String account() {
        return customer + "/" + currency;
    }
}
