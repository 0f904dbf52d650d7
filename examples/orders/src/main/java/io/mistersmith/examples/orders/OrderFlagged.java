package io.mistersmith.examples.orders;

import io.mistersmith.event.EventType;
import io.mistersmith.event.Subject;
import java.math.BigDecimal;

/** An order is above the limit, so somebody should look at it. */
@EventType("order.flagged")
public record OrderFlagged(@Subject String order, BigDecimal limit) {}
