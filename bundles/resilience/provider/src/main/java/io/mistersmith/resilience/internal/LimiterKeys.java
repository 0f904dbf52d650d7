package io.mistersmith.resilience.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Rate Limiter",
        description = "One rate limiter; the name of the instance is its name")
@interface LimiterKeys {

    String PID = "io.mistersmith.resilience.limiter";

    @AttributeDefinition(name = "Calls", description = "Calls in each period.", min = "1", max = "1000000")
    int calls() default 50;

    @AttributeDefinition(name = "Period", description = "Milliseconds of a period.", min = "1", max = "3600000")
    long period_ms() default 1_000;

    @AttributeDefinition(
            name = "Wait",
            description = "Milliseconds that a call waits for a later period.",
            min = "0",
            max = "600000")
    long wait_ms() default 0;
}
