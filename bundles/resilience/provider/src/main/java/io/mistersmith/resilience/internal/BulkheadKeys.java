package io.mistersmith.resilience.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Bulkhead",
        description = "One bulkhead; the name of the instance is its name")
@interface BulkheadKeys {

    String PID = "io.mistersmith.resilience.bulkhead";

    @AttributeDefinition(name = "Calls", description = "Calls at the same time.", min = "1", max = "100000")
    int max_calls() default 25;

    @AttributeDefinition(
            name = "Wait",
            description = "Milliseconds that a call waits for its turn.",
            min = "0",
            max = "600000")
    long wait_ms() default 0;
}
