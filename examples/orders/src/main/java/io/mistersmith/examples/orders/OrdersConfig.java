package io.mistersmith.examples.orders;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator may change while the plugin runs. */
@ObjectClassDefinition(name = "Orders", description = "Example plugin that flags large orders.")
@interface OrdersConfig {

    String PID = "io.mistersmith.examples.orders";

    @AttributeDefinition(
            name = "Large above",
            description = "Orders above this amount are flagged, in whole units of their currency.",
            min = "0",
            max = "1000000")
    int large_above() default 1000;
}
