package io.mistersmith.examples.orders;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;
import java.math.BigDecimal;

/** A customer ordered something. */
@EventType("order.placed")
public record OrderPlaced(@Subject String order, String customer, String currency, BigDecimal amount) {

    private static final BigDecimal TOO_MUCH = BigDecimal.valueOf(1_000_000_000_000L);
    private static final int MOST_DECIMALS = 6;

    /**
     * What others publish may lack the amount, or have one that is no price and would make the totals grow by a thousand digits.
     * It is an order of nothing then, and holds up no other.
     */
    public OrderPlaced {
        amount = amount != null && isPrice(amount) ? amount : BigDecimal.ZERO;
    }

    private static boolean isPrice(BigDecimal amount) {
        return amount.abs().compareTo(TOO_MUCH) < 0
                && amount.stripTrailingZeros().scale() <= MOST_DECIMALS;
    }

    /** What is totalled together. */
    String account() {
        return customer + "/" + currency;
    }
}
