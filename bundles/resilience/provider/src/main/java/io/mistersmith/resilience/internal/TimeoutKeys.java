package io.mistersmith.resilience.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Mister Smith: Time Limiter",
        description = "One time limiter; the name of the instance is its name")
@interface TimeoutKeys {

    String PID = "io.mistersmith.resilience.timeout";

    @AttributeDefinition(
            name = "Timeout",
            description = "Milliseconds that a call may take.",
            min = "1",
            max = "3600000")
    long timeout_ms() default 1_000;

    @AttributeDefinition(name = "Cancel", description = "Whether a future that takes too long is cancelled.")
    boolean cancel() default true;
}
