package io.mistersmith.itests.leaky;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** There so that the plugin has settings that are checked. */
@ObjectClassDefinition(name = "Leaky", description = "A plugin that leaves behind what it can.")
@interface LeakyConfig {

    String PID = "leaky";

    @AttributeDefinition(
            name = "Period",
            description = "Between two runs of the job, in milliseconds.",
            min = "1",
            max = "1000")
    long period_ms() default 20;
}
